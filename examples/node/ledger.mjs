// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto';
import {
  abandon,
  identifier,
  inTransaction,
  isConflict,
  isOfServer,
  isRefusal,
  isTransient,
  openSession,
} from './database.mjs';
import { LIMITS } from './decode.mjs';
import { EngineError, GapError } from './errors.mjs';
import { Deadline, retry } from './retry.mjs';
import { columnsOf, guardedSql, inKeyOrder, mergeSql, plainSql, positionSql, proposeSql } from './tables.mjs';
import { formatTime } from './time.mjs';

/** How many records a transaction takes that tries rows one by one, so that it ends in time. */
const DIVERTED_AT_ONCE = 500;

/** The ledger's rows of a topic by partition: {first, next, counts}. */
export async function ledgerRows(session, schema, topic) {
  const { rows } = await session.query(
    `SELECT partition, first, next, counts FROM ${identifier(schema)}.ledger WHERE topic = $1 ORDER BY partition`,
    [topic],
  );
  return new Map(
    rows.map((row) => [row.partition, { first: BigInt(row.first), next: BigInt(row.next), counts: row.counts }]),
  );
}

/** Inserts the ledger's missing rows. */
export async function insertMissing(session, schema, topic, starts) {
  await session.query(
    `INSERT INTO ${identifier(schema)}.ledger (topic, partition, first, next, counts)
     SELECT $1, s.partition, s.start, s.start, '{}'
     FROM unnest($2::integer[], $3::bigint[]) AS s (partition, start) ORDER BY s.partition
     ON CONFLICT (topic, partition) DO NOTHING`,
    [topic, [...starts.keys()], [...starts.values()]],
  );
}

/** Writes decided records and moves the ledger, in one transaction (R9). Calls must not overlap. */
export class LedgerWriter {
  #config;
  #schema;
  #topic;
  #applicationName;
  #firstFrom;
  #signal;
  #session;
  #warned = false;

  /**
   * @param firstFrom finds the log's first committed record of a partition from an offset on
   * @param signal aborted when a stop is requested: a write that waits for its next try then ends
   */
  constructor(config, runId, firstFrom, signal) {
    this.#config = config;
    this.#schema = config['postgres.schema'];
    this.#topic = config['kafka.topic'];
    this.#applicationName = `sluice/${runId}`;
    this.#firstFrom = firstFrom;
    this.#signal = signal;
  }

  /** Inserts the rows of partitions that appeared since the start; they start at 0 (R15). */
  async add(partitions) {
    const starts = new Map(partitions.map((partition) => [partition, 0n]));
    return this.#retried(async (session) => {
      await insertMissing(session, this.#schema, this.#topic, starts);
      return ledgerRows(session, this.#schema, this.#topic);
    });
  }

  /**
   * Writes some of a partition's records to the tables. When it returns, all of them are committed;
   * when it throws, only the ledger shows whether they are.
   *
   * @param from the offset that was read from: these records were the log's first from there on
   * @param records {partition, offset, value, outcome} in offset order, at least one
   * @return the ledger's row after the write
   */
  async write(partition, from, records) {
    const probed = new Map();
    for (;;) {
      const { row, question, isTooLarge } = await this.#retried((session) =>
        this.#write(session, partition, from, records, probed),
      );
      if (isTooLarge) return this.#writeByParts(partition, from, records);
      if (question === undefined) return row;
      // Queried between transactions, so that no one waits for Kafka while a lock is held.
      probed.set(question, await this.#firstFrom(partition, question));
    }
  }

  async #writeByParts(partition, from, records) {
    let row;
    for (let i = 0; i < records.length; i += DIVERTED_AT_ONCE) {
      const part = records.slice(i, i + DIVERTED_AT_ONCE);
      row = await this.write(partition, i === 0 ? from : records[i - 1].offset + 1n, part);
    }
    return row;
  }

  close() {
    if (this.#session !== undefined) abandon(this.#session);
    this.#session = undefined;
  }

  /** A commit whose reply was lost is settled by the next try: it finds the ledger moved. */
  #retried(work) {
    const what = `writing ${this.#topic} to schema ${this.#schema}`;
    const deadline = new Deadline(this.#config['retry.deadline.ms']);
    return retry(what, deadline, isTransient, this.#signal, async () => {
      try {
        this.#session ??= await openSession(this.#config, this.#applicationName);
        return await inTransaction(this.#session, work);
      } catch (e) {
        // After any failure the session's state is unknown; the ledger's is not.
        this.close();
        if (isTransient(e) || !isOfServer(e)) throw e;
        throw new EngineError(`${what}: ${e.message} (SQLSTATE ${e.code})`, { cause: e });
      }
    });
  }

  async #write(session, partition, from, records, probed) {
    // A user's deferred constraint must be checked while its row can still be identified.
    await session.query('SET CONSTRAINTS ALL IMMEDIATE');
    const row = await this.#lock(session, partition);
    const left = records.filter((record) => record.offset >= row.next);
    if (left.length === 0) return { row };
    if (row.next < from) {
      // The ledger was set back: the reader has not read the records in between.
      if (!probed.has(row.next)) return { question: row.next };
      this.#checkNoGap(partition, row.next, left[0].offset, probed.get(row.next));
    }
    await session.query('SAVEPOINT locked');
    let counts = { ...row.counts };
    const batch = this.#batch(left, counts);
    const [{ guarded }] = (await session.query(guardedSql(this.#schema))).rows;
    try {
      if (guarded && left.length > DIVERTED_AT_ONCE) return { isTooLarge: true };
      if (guarded) await this.#divert(session, batch, counts, { isKeptOut: true });
      else for (const [table, rows] of Object.entries(batch)) await this.#merge(session, table, rows);
    } catch (e) {
      if (guarded || !isRefusal(e)) throw e;
      await session.query('ROLLBACK TO SAVEPOINT locked');
      if (left.length > DIVERTED_AT_ONCE) return { isTooLarge: true };
      await this.#divert(session, batch, counts, e);
    }
    counts = Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== 0));
    const moved = { ...row, next: left.at(-1).offset + 1n, counts };
    const { rowCount } = await session.query(
      `UPDATE ${identifier(this.#schema)}.ledger SET next = $1, counts = $2 WHERE topic = $3 AND partition = $4`,
      [moved.next, JSON.stringify(counts), this.#topic, partition],
    );
    if (rowCount !== 1) {
      throw new EngineError(
        `the ledger's row of ${this.#topic}-${partition} cannot be moved;` +
          ' remove the trigger or policy that prevents it',
      );
    }
    return { row: moved };
  }

  async #lock(session, partition) {
    const { rows } = await session.query(
      `SELECT first, next, counts FROM ${identifier(this.#schema)}.ledger
       WHERE topic = $1 AND partition = $2 FOR UPDATE`,
      [this.#topic, partition],
    );
    if (rows.length === 0) {
      throw new EngineError(`the ledger no longer has a row for ${this.#topic}-${partition}; find out who deleted it`);
    }
    return { first: BigInt(rows[0].first), next: BigInt(rows[0].next), counts: rows[0].counts };
  }

  #checkNoGap(partition, next, first, logFirst) {
    if (logFirst !== first) {
      throw new GapError(
        `${this.#topic}-${partition}: the ledger's next is ${next}, the engine continued at ${first}, and the log` +
          ` has ${logFirst === undefined ? 'no record' : `record ${logFirst}`} first; nothing was written`,
      );
    }
  }

  /** Sorts records by the table that they go to, and counts them. */
  #batch(records, counts) {
    const batch = { processed_events: [], late_events: [], dead_letters: [] };
    for (const record of records) {
      const { key, reason, event } = record.outcome;
      const ordinal = count(counts, key, 1);
      if (key === 'accepted') {
        batch.processed_events.push({
          ...event,
          ...position(record),
          identity: this.#identity(record),
          event_time: formatTime(event.micros),
        });
      } else if (key === 'late') {
        batch.late_events.push({
          ...position(record),
          reason: 'late',
          identity: this.#identity(record),
          event_time: formatTime(event.micros),
          lateness_micros: record.outcome.lateness,
          ...raw(record.value),
        });
      } else if (reason !== undefined && this.#isKept(ordinal)) {
        batch.dead_letters.push(deadLetter(record, reason));
      }
    }
    return batch;
  }

  #identity({ partition, offset, outcome }) {
    const id = outcome.event.event_id;
    return id === undefined ? `p:${this.#topic}-${partition}-${offset}` : `e:${id}`;
  }

  /** Whether a dead letter is among the first of its partition and reason (R8). */
  #isKept(ordinal) {
    return BigInt(ordinal) <= this.#config['dead.letters.per.reason'];
  }

  /** Writes the rows that the user's own constraints accept; the others become dead letters (R13). */
  async #divert(session, batch, counts, refusal) {
    const refused = [];
    for (const [table, key] of [
      ['processed_events', 'accepted'],
      ['late_events', 'late'],
    ]) {
      const rows = inKeyOrder(table, batch[table]);
      for (const { record } of await this.#land(session, table, rows, refusal.isKeptOut)) {
        count(counts, key, -1);
        refused.push(record);
      }
    }
    refused.sort((a, b) => (a.offset < b.offset ? -1 : 1));
    const kept = refused.filter(() => this.#isKept(count(counts, 'refused', 1)));
    const letters = [...batch.dead_letters, ...kept.map((record) => deadLetter(record, 'refused'))];
    // A dead letter that is itself refused is only counted.
    await this.#land(session, 'dead_letters', inKeyOrder('dead_letters', letters), refusal.isKeptOut);
    if (!this.#warned && refused.length > 0) {
      this.#warned = true; // once: the ledger counts them all
      const { code, table, constraint, isKeptOut } = refusal;
      const why = isKeptOut ? 'a trigger or a policy' : `SQLSTATE ${code}, table ${table}, constraint ${constraint}`;
      console.error(`sluice: rows are refused by the database: ${why}`);
    }
  }

  /**
   * Merges rows under savepoints, by halves down to single ones; returns those that are refused. In a
   * guarded table each row is merged separately: only then the count shows whether it was written.
   */
  async #land(session, table, rows, isGuarded) {
    const refused = [];
    const parts = isGuarded ? rows.map((row) => [row]).reverse() : [rows];
    await session.query('SAVEPOINT part');
    while (parts.length > 0) {
      const part = parts.pop();
      try {
        const changed = await this.#merge(session, table, part);
        if (isGuarded && changed === 0 && (await this.#isKeptOut(session, table, part[0]))) refused.push(part[0]);
        await session.query('RELEASE SAVEPOINT part; SAVEPOINT part');
      } catch (e) {
        if (!isRefusal(e)) throw e;
        await session.query('ROLLBACK TO SAVEPOINT part');
        const middle = part.length >>> 1;
        if (part.length === 1) refused.push(part[0]);
        else parts.push(part.slice(middle), part.slice(0, middle));
      }
    }
    await session.query('RELEASE SAVEPOINT part');
    return refused;
  }

  /**
   * Whether a trigger or policy kept out a row whose merge changed nothing, and not another row of its
   * key. A plain insert shows it, since triggers run before the key is checked.
   */
  async #isKeptOut(session, table, row) {
    const [held] = (await session.query(...positionSql(this.#schema, table, row))).rows;
    const order =
      held &&
      (held.source_partition - row.source_partition || Number(BigInt(held.source_offset) - row.source_offset));
    if (order === 0) return false;
    await session.query('SAVEPOINT plain');
    try {
      const { rowCount } = await session.query(plainSql(this.#schema, table), columnsOf(table, [row]));
      if (rowCount === 0) await session.query('ROLLBACK TO SAVEPOINT plain');
      return rowCount === 0;
    } catch (e) {
      if (!isRefusal(e)) throw e;
      await session.query('ROLLBACK TO SAVEPOINT plain');
      // A row at a lower position was to replace the current one.
      return !isConflict(e) || order > 0;
    }
  }

  /** Returns how many rows were changed, without copies that lost. */
  async #merge(session, table, rows) {
    if (rows.length === 0) return 0;
    const values = columnsOf(table, rows);
    const { rowCount } = await session.query(mergeSql(this.#schema, table), values);
    if (new Set(rows.map((row) => row.identity)).size < rows.length && table === 'processed_events') {
      // The copies that lost are proposed too: a constraint must see every row, however they are batched (R12).
      await session.query(proposeSql(this.#schema, table), values);
    }
    return rowCount;
  }
}

function count(counts, key, more) {
  counts[key] = (counts[key] ?? 0) + more;
  return counts[key];
}

function position(record) {
  return { record, source_partition: record.partition, source_offset: record.offset };
}

function deadLetter(record, reason) {
  return { ...position(record), reason, ...raw(record.value) };
}

function raw(value) {
  if (value === null) return { raw: null, raw_length: null, raw_sha256: null };
  return {
    raw: value.subarray(0, LIMITS.kept_bytes),
    raw_length: value.length,
    raw_sha256: createHash('sha256').update(value).digest(),
  };
}
