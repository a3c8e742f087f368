// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  abandon,
  checkEncoding,
  checkRights,
  explained,
  identifier,
  inTransaction,
  isTransient,
  openSession,
} from './database.mjs';
import { LIMITS } from './decode.mjs';
import { ConfigError, EngineError, GapError } from './errors.mjs';
import { insertMissing, ledgerRows } from './ledger.mjs';
import { TopicLog, isRefusal } from './log.mjs';
import { Deadline, retry } from './retry.mjs';
import { parseTime } from './time.mjs';

const CONTRACT_VERSION = 1;
const SCHEMA_SQL = new URL('../../docs/contract/schema.sql', import.meta.url);
const TABLE_NAMES = ['pipeline', 'processed_events', 'late_events', 'dead_letters', 'ledger'];
const METADATA_LAG_MS = 5_000;

/** The columns of the pipeline's row, each with the key that an error about a difference names. */
const PIPELINE = {
  contract_version: 'postgres.schema',
  run_id: undefined, // taken over, not compared
  kafka_cluster_id: 'kafka.bootstrap.servers',
  topic: 'kafka.topic',
  topic_id: 'kafka.topic',
  rules_sha256: 'rules',
  allowed_lateness_micros: 'allowed.lateness.micros',
  allowed_skew_micros: 'allowed.skew.micros',
  dead_letters_per_reason: 'dead.letters.per.reason',
  limits: 'postgres.schema',
  isolation: 'postgres.schema',
};

/**
 * Turns a configuration into plain numbers before anything is consumed: checks that the tables are
 * this pipeline's, resolves starts and ends, and inserts the ledger's missing rows (R10, R15, R16).
 *
 * @return {{runId, ledger, ends}} ledger has the rows by partition; ends the offsets to stop before,
 *     undefined for a run without an end
 */
export async function resolveStart(config, log, signal) {
  const option = startOption(config.start);
  const deadline = new Deadline(config['retry.deadline.ms']);
  const topic = await topicState(config, option, log, deadline, signal);
  try {
    return await retry(
      'checking the tables',
      deadline,
      (e) => isTransient(explained(e, config)),
      signal,
      async () => {
        const session = await openSession(config, 'sluice start');
        try {
          await checkEncoding(session);
          if (config['postgres.create.tables']) await createTables(session, config['postgres.schema']);
          await checkRights(session, config['postgres.schema']);
          return await inTransaction(session, () => plan(session, config, option, topic));
        } finally {
          abandon(session);
        }
      },
    );
  } catch (e) {
    throw explained(e, config);
  }
}

/** The start of a run that has no ledger yet, as a kind and its value. */
function startOption(text) {
  const [, kind, value] = /^(\w+)(?::([^]*))?$/.exec(text) ?? [];
  if (value === undefined && ['resume', 'earliest', 'latest'].includes(kind)) return { kind };
  if (kind === 'timestamp' && value !== undefined) {
    const micros = value.endsWith('Z') ? parseTime(value) : undefined;
    // Kafka reserves the times before 1970 for its own use.
    if (micros >= 0n) return { kind, since: micros / 1_000n };
    throw new ConfigError(
      'start',
      `"${text}" is not a time in UTC from 1970 on, such as timestamp:2026-11-22T07:40:00Z`,
    );
  }
  if (kind === 'offsets' && value !== undefined) {
    const entries = value.split(',').map((entry) => /^([0-9]{1,9})=([0-9]{1,18})$/.exec(entry));
    const offsets = new Map(entries.map((entry) => [Number(entry?.[1]), BigInt(entry?.[2] ?? 0)]));
    if (!entries.includes(null) && offsets.size === entries.length) return { kind, offsets };
    throw new ConfigError(
      'start',
      `"${text}" is not a partition's number, = and an offset, each partition once: offsets:0=15,1=7`,
    );
  }
  throw new ConfigError(
    'start',
    `"${text}" is not resume, earliest, latest, timestamp:2026-11-22T07:40:00Z or offsets:0=15,1=7`,
  );
}

async function topicState(config, option, log, deadline, signal) {
  const servers = config['kafka.bootstrap.servers'];
  const patience = new Deadline(Math.min(METADATA_LAG_MS, deadline.left()));
  try {
    return await retry(`querying Kafka at ${servers}`, deadline, TopicLog.isTransient, signal, async () => {
      // A broker may not know yet about a topic that was just created.
      while (!(await log.refresh())) {
        if (patience.left() === 0)
          throw new ConfigError('kafka.topic', `${config['kafka.topic']} does not exist at ${servers}`);
        await sleep(200, null, { signal });
      }
      return {
        earliest: await log.earliest(),
        lastStable: await log.lastStable(),
        since: option.kind === 'timestamp' ? await log.since(option.since) : new Map(),
      };
    }).then((state) => ({ clusterId: log.clusterId, topicId: log.topicId, ...state }));
  } catch (e) {
    if (isRefusal(e)) throw new ConfigError('kafka.properties', `${servers} refuses these credentials: ${e.message}`);
    throw e;
  }
}

async function plan(session, config, option, topic) {
  const schema = config['postgres.schema'];
  const name = config['kafka.topic'];
  const runId = await checkPipeline(session, config, topic);
  const before = await ledgerRows(session, schema, name);
  await insertMissing(session, schema, name, missingStarts(option, topic, before, schema));
  // Read again: if another process was faster, its rows are in the table.
  const ledger = await ledgerRows(session, schema, name);
  for (const [partition, { next }] of ledger) {
    checkNothingGone(`${name}-${partition}`, next, topic.earliest.get(partition));
    const resumed = before.has(partition) ? 'resumes from the ledger' : `starts (start=${config.start})`;
    const end = config.drain ? `, ends before ${topic.lastStable.get(partition)}` : '';
    console.error(`sluice: ${name}-${partition} ${resumed} at ${next}${end}`);
  }
  return { runId, ledger, ends: config.drain ? topic.lastStable : undefined };
}

/** Inserts the pipeline's row if there is none; returns the run id of the current one (R10). */
async function checkPipeline(session, config, topic) {
  const schema = config['postgres.schema'];
  const lateness = config['allowed.lateness.micros'];
  const expected = {
    contract_version: CONTRACT_VERSION,
    run_id: randomUUID(),
    kafka_cluster_id: topic.clusterId,
    topic: config['kafka.topic'],
    topic_id: topic.topicId,
    rules_sha256: config.compiledRules.sha256,
    allowed_lateness_micros: lateness === 'unlimited' ? null : lateness,
    allowed_skew_micros: config['allowed.skew.micros'],
    dead_letters_per_reason: config['dead.letters.per.reason'],
    limits: Object.entries(LIMITS)
      .map(([limit, value]) => `${limit}=${value}`)
      .sort()
      .join(' '),
    isolation: 'read_committed',
  };
  const names = Object.keys(PIPELINE);
  await session.query(
    `INSERT INTO ${identifier(schema)}.pipeline (${names.join(', ')})
     VALUES (${names.map((_, i) => `$${i + 1}`).join(', ')}) ON CONFLICT (one_row) DO NOTHING`,
    names.map((column) => expected[column]),
  );
  // By way of JSON, since tables made before mappings existed lack the column.
  const { rows } = await session.query(
    `SELECT ${names.join(', ')}, to_jsonb(p) ->> 'events_sha256' AS events_sha256
     FROM ${identifier(schema)}.pipeline p`,
  );
  const [standing] = rows;
  if (standing === undefined) {
    throw new EngineError(
      `the pipeline row of ${schema} is missing after its insert; find the trigger or policy that hides it`,
    );
  }
  if (standing.events_sha256 !== null) {
    throw new ConfigError(
      'events',
      `the tables of schema ${schema} are of a pipeline with a mapping, which this engine declines;` +
        ' another pipeline needs another postgres.schema',
    );
  }
  for (const [column, key] of Object.entries(PIPELINE)) {
    const [here, there] = [expected[column], standing[column]].map((value) => String(value ?? 'unlimited'));
    if (key !== undefined && here !== there) {
      const recreated = column === 'topic_id' ? ' (the topic was created again)' : '';
      throw new ConfigError(
        key,
        `${column}${recreated} is ${here} here, but ${there} in schema ${schema};` +
          ' another pipeline needs another postgres.schema',
      );
    }
  }
  return standing.run_id;
}

/** The starts of the partitions without a ledger row (R15). */
function missingStarts(option, topic, ledger, schema) {
  if (ledger.size > 0) {
    if (option.kind !== 'resume') {
      throw new ConfigError(
        'start',
        `schema ${schema} has a ledger, which only resume continues; a new start needs another postgres.schema`,
      );
    }
    const appeared = [...topic.earliest.keys()].filter((partition) => !ledger.has(partition));
    return new Map(appeared.map((partition) => [partition, 0n]));
  }
  if (option.kind === 'latest') return topic.lastStable;
  if (option.kind === 'timestamp') return new Map([...topic.lastStable, ...topic.since]);
  if (option.kind !== 'offsets') return topic.earliest;
  const [named, all] = [option.offsets, topic.earliest].map((map) => [...map.keys()].sort((a, b) => a - b).join(', '));
  if (named !== all) throw new ConfigError('start', `offsets names partitions ${named}, but the topic has ${all}`);
  for (const [partition, offset] of option.offsets) {
    const [least, most] = [topic.earliest.get(partition), topic.lastStable.get(partition)];
    if (offset < least || offset > most) {
      throw new ConfigError('start', `offset ${offset} of partition ${partition} is not from ${least} to ${most}`);
    }
  }
  return option.offsets;
}

/** Throws unless the log still has every record from the ledger's next on. */
export function checkNothingGone(partition, next, earliest) {
  if (earliest === undefined) {
    throw new GapError(`${partition}: the ledger has a row, but the topic has no such partition`);
  }
  if (next < earliest) {
    throw new GapError(
      `${partition}: records ${next} to ${earliest - 1n} are gone from the log, which starts at ${earliest};` +
        ' they can no longer be counted',
    );
  }
}

/** Creates missing tables; processes that try at the same time wait for each other. */
async function createTables(session, schema) {
  let sql;
  try {
    sql = readFileSync(SCHEMA_SQL, 'utf8');
  } catch (e) {
    throw new ConfigError(
      'postgres.create.tables',
      `${SCHEMA_SQL.pathname} cannot be read (${e.code}); create the tables yourself`,
    );
  }
  await inTransaction(session, async () => {
    // The same lock as Sluice's own engines take.
    await session.query("SELECT pg_advisory_xact_lock(hashtextextended('sluice schema ' || $1, 0))", [schema]);
    const { rows } = await session.query(
      `SELECT count(*)::integer AS tables FROM pg_catalog.pg_class c
       JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
       WHERE n.nspname = $1 AND c.relname = ANY ($2)`,
      [schema, TABLE_NAMES],
    );
    // If all tables exist, no privilege to create is needed.
    if (rows[0].tables < TABLE_NAMES.length) {
      await session.query(sql.replaceAll(':"schema"', () => identifier(schema)));
    }
  });
}
