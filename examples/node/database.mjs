// SPDX-License-Identifier: Apache-2.0
import pg from 'pg';
import { ConfigError, EngineError, GapError, Stopped } from './errors.mjs';

const LONGEST_PATIENCE_MS = 30_000;
const TRANSACTION_TIMEOUT_SINCE = 170_000;

// SQLSTATEs (PostgreSQL manual, "Error Codes"), or their classes.
/** Connection, resources, an operator's doing, the system; conflicts, locks, timeouts, a standby. */
const TRANSIENT = /^(?:08|53|57|58)|^(?:40001|40003|40P01|55P03|25006|25P02|25P03|25P04)$/;
const LASTING = /^(?:08004|57P04)$/;
/**
 * Data, integrity, view check, PL/pgSQL, a row too large for an index, two rows that a trigger made
 * one identity, and what users raise.
 */
const REFUSAL = /^(?:22|23|44|P0|[I-WYZ])|^X(?!X)|^(?:54000|21000)$/;
/** The server's routines that refuse one row, by a policy or a trigger's error; others refuse a table. */
const ROW_ROUTINES = /^(?:ExecWithCheckOptions|exec_stmt_raise)$/;
const NO_PRIVILEGE = '42501';
const NO_TABLE = /^(?:42P01|3F000)$/;
const NO_ACCESS = /^28|^(?:42501|08004)$/;
const NO_DATABASE = /^(?:3D000|57P04)$/;

/** A name as it is written in SQL text: always quoted. */
export function identifier(name) {
  return `"${name.replaceAll('"', '""')}"`;
}

/** Whether the server itself reported the error, with a SQLSTATE as its code. */
export function isOfServer(error) {
  return error instanceof pg.DatabaseError;
}

/** Whether a constraint, policy or trigger of the user's own refused a row (R13). */
export function isRefusal(error) {
  if (!isOfServer(error)) return false;
  return error.code === NO_PRIVILEGE ? ROW_ROUTINES.test(error.routine) : REFUSAL.test(error.code);
}

/** Whether the table has another row of the same key, or one that excludes it. */
export function isConflict(error) {
  return isOfServer(error) && /^(?:23505|23P01)$/.test(error.code);
}

/** Whether the same may work later, or over another connection. */
export function isTransient(error) {
  if (isOfServer(error)) return TRANSIENT.test(error.code) && !LASTING.test(error.code);
  const own = [ConfigError, EngineError, GapError, Stopped, TypeError, RangeError, ReferenceError];
  return !own.some((type) => error instanceof type);
}

/** Translates a refusal by the server to the key that caused it; other errors are returned as they are. */
export function explained(error, config) {
  const schema = config['postgres.schema'];
  if (error.message.startsWith('SASL')) return new ConfigError('postgres.password', error.message);
  if (!isOfServer(error)) return error;
  if (NO_TABLE.test(error.code)) {
    return new ConfigError(
      'postgres.schema',
      `${schema} lacks tables of a run: create them with ./sluice schema --name ${schema} | psql,` +
        ` or set postgres.create.tables to true (${error.message})`,
    );
  }
  if (NO_ACCESS.test(error.code)) {
    return new ConfigError('postgres.user', `"${config.postgres.user}" is refused: ${error.message}`);
  }
  if (NO_DATABASE.test(error.code)) return new ConfigError('postgres.url', error.message);
  return error;
}

/**
 * Opens a session with the contract's settings (R9, R10): UTC, an empty search path, and a bound on
 * every wait, so that a frozen writer holds its locks only for a short time.
 */
export async function openSession(config, applicationName) {
  // Half of the deadline: the locks of a frozen writer are gone before this one gives up.
  const patience = Math.min(LONGEST_PATIENCE_MS, Math.max(1_000, config['retry.deadline.ms'] / 2));
  const session = new pg.Client({
    ...config.postgres,
    application_name: applicationName,
    keepAlive: true,
    connectionTimeoutMillis: Math.min(10_000, patience),
    // For a frozen server; otherwise the server's own bounds apply first.
    query_timeout: patience * 1.25,
  });
  // A running query reports the failure; without a listener, one between queries ends the process.
  session.on('error', () => {});
  try {
    await session.connect();
    const version = await session.query('SHOW server_version_num');
    const settings = {
      TimeZone: 'UTC',
      search_path: '',
      default_transaction_isolation: 'read committed',
      lock_timeout: patience / 2,
      idle_in_transaction_session_timeout: patience / 2,
    };
    if (Number(version.rows[0].server_version_num) >= TRANSACTION_TIMEOUT_SINCE) {
      settings.transaction_timeout = patience;
    }
    const calls = Object.keys(settings).map((name, i) => `pg_catalog.set_config('${name}', $${i + 1}, false)`);
    await session.query(`SELECT ${calls.join(', ')}`, Object.values(settings).map(String));
    return session;
  } catch (e) {
    abandon(session);
    throw e;
  }
}

/** Refuses a database whose encoding cannot store every text. */
export async function checkEncoding(session) {
  const { rows } = await session.query(
    "SELECT current_database() AS name, current_setting('server_encoding') AS encoding",
  );
  const [{ name, encoding }] = rows;
  if (encoding !== 'UTF8') {
    throw new ConfigError(
      'postgres.url',
      `the database "${name}" has the encoding ${encoding}, which cannot store every text;` +
        " use one made by CREATE DATABASE name ENCODING 'UTF8' TEMPLATE template0",
    );
  }
}

/** The privileges on a table, with pg_policy's letters. */
const PRIVILEGES = { SELECT: 'r', INSERT: 'a', UPDATE: 'w' };
const NEEDED = {
  pipeline: ['SELECT', 'INSERT'],
  processed_events: ['SELECT', 'INSERT', 'UPDATE'],
  late_events: ['SELECT', 'INSERT'],
  dead_letters: ['SELECT', 'INSERT'],
  ledger: ['SELECT', 'INSERT', 'UPDATE'],
};

/** Refuses a role that lacks a privilege, or under row-level security a policy, on a table of the run. */
export async function checkRights(session, schema) {
  const needed = Object.entries(NEEDED).flatMap(([table, privileges]) => privileges.map((one) => [table, one]));
  const { rows } = await session.query(
    `SELECT current_user AS role, n.relation, n.privilege FROM unnest($1::text[], $2::text[], $3::text[])
       WITH ORDINALITY AS n (relation, privilege, command, place)
     JOIN pg_catalog.pg_namespace s ON s.nspname = $4
     JOIN pg_catalog.pg_class c ON c.relnamespace = s.oid AND c.relname = n.relation
     WHERE NOT has_any_column_privilege(c.oid, n.privilege)
        OR row_security_active(c.oid) AND NOT EXISTS (
             SELECT FROM pg_catalog.pg_policy p, unnest(p.polroles) AS r (oid)
             WHERE p.polrelid = c.oid AND p.polpermissive AND p.polcmd::text IN ('*', n.command)
               AND (r.oid = 0 OR pg_has_role(r.oid, 'USAGE')))
     ORDER BY n.place LIMIT 1`,
    [needed.map(([table]) => table), needed.map(([, one]) => one), needed.map(([, one]) => PRIVILEGES[one]), schema],
  );
  if (rows.length === 0) return;
  const [{ role, relation, privilege }] = rows;
  throw new ConfigError(
    'postgres.user',
    `"${role}" may not ${privilege} on the table ${relation} of schema ${schema}: it has no privilege or, under` +
      ' row-level security, no policy; grant what docs/contract/schema.sql lists',
  );
}

/** Closes a session without waiting for a server that may no longer answer. */
export function abandon(session) {
  session.end().catch(() => {});
}

/** Does work in one transaction; if it throws, the caller must abandon the session. */
export async function inTransaction(session, work) {
  await session.query('BEGIN ISOLATION LEVEL READ COMMITTED');
  const result = await work(session);
  await session.query('COMMIT');
  return result;
}
