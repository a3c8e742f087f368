// SPDX-License-Identifier: Apache-2.0
import { identifier } from './database.mjs';

const POSITION = { source_partition: 'integer', source_offset: 'bigint' };
const RAW = { raw: 'bytea', raw_length: 'integer', raw_sha256: 'bytea' };

/** The tables of docs/contract/schema.sql that rows go to. */
const TABLES = {
  processed_events: {
    key: 'identity',
    columns: {
      identity: 'text',
      ...POSITION,
      event_time: 'timestamptz',
      host: 'text',
      url: 'text',
      ip: 'text',
      method: 'text',
      status: 'integer',
      bytes: 'bigint',
      referrer: 'text',
      user_agent: 'text',
    },
  },
  late_events: {
    key: 'source_partition, source_offset',
    columns: {
      ...POSITION,
      reason: 'text',
      identity: 'text',
      event_time: 'timestamptz',
      lateness_micros: 'bigint',
      ...RAW,
    },
  },
  dead_letters: {
    key: 'source_partition, source_offset',
    columns: { ...POSITION, reason: 'text', ...RAW },
  },
};

/** Rows as the statements below take them: one array per column. */
export function columnsOf(table, rows) {
  return Object.keys(TABLES[table].columns).map((name) => rows.map((row) => row[name]));
}

/**
 * The statement that inserts rows, given as one array per column. It inserts in key order, so that two
 * writers lock in the same order. Of an identity that occurs twice, the row at the lowest position is
 * kept, within a statement and across statements (R7).
 */
export function mergeSql(schema, table) {
  const { key } = TABLES[table];
  if (table !== 'processed_events') return proposeSql(schema, table);
  const { into, names, rows } = insertSql(schema, table);
  const assignments = names.filter((name) => name !== key).map((name) => `${name} = EXCLUDED.${name}`);
  return `${into} SELECT DISTINCT ON (identity) ${names.join(', ')} FROM ${rows}
    ORDER BY identity, source_partition, source_offset
    ON CONFLICT (identity) DO UPDATE SET ${assignments.join(', ')}
    WHERE (held.source_partition, held.source_offset) > (EXCLUDED.source_partition, EXCLUDED.source_offset)`;
}

export function proposeSql(schema, table) {
  const { key } = TABLES[table];
  const { into, names, rows } = insertSql(schema, table);
  return `${into} SELECT ${names.join(', ')} FROM ${rows} ORDER BY ${key} ON CONFLICT (${key}) DO NOTHING`;
}

/** A plain insert, which fails if a key is already in the table. */
export function plainSql(schema, table) {
  const { into, names, rows } = insertSql(schema, table);
  return `${into} SELECT ${names.join(', ')} FROM ${rows}`;
}

/** The position of the row that has the key of a given one, and the values of that key. */
export function positionSql(schema, table, row) {
  const keys = TABLES[table].key.split(', ');
  return [
    `SELECT source_partition, source_offset FROM ${identifier(schema)}.${table}
     WHERE ${keys.map((name, i) => `${name} = $${i + 1}`).join(' AND ')}`,
    keys.map((name) => row[name]),
  ];
}

/**
 * Whether a table is guarded by a policy, or by a trigger before each row, which may keep a row out
 * without an error. A view or a partitioned table may have guards that this query cannot see.
 */
export function guardedSql(schema) {
  const inSchema = identifier(schema).replaceAll("'", "''");
  const names = Object.keys(TABLES).map((table) => `to_regclass('${inSchema}.${table}')`);
  return `SELECT count(*) > 0 AS guarded FROM pg_catalog.pg_class c WHERE c.oid IN (${names.join(', ')})
    AND (c.relkind <> 'r' OR c.relrowsecurity OR EXISTS (
      SELECT FROM pg_catalog.pg_trigger t
      WHERE t.tgrelid = c.oid AND t.tgenabled <> 'D' AND t.tgtype & 3 = 3 AND t.tgtype & 20 <> 0))`;
}

function insertSql(schema, table) {
  const columns = Object.entries(TABLES[table].columns);
  const names = columns.map(([name]) => name);
  const arrays = columns.map(([, type], i) => `$${i + 1}::${type}[]`);
  const collated = names.map((name) => (name === 'identity' ? 'identity COLLATE "C" AS identity' : name));
  return {
    into: `INSERT INTO ${identifier(schema)}.${table} AS held (${names.join(', ')})`,
    names,
    rows: `(SELECT ${collated.join(', ')} FROM unnest(${arrays.join(', ')}) AS r (${names.join(', ')})) AS rows`,
  };
}

/** The rows in the order of the table's keys in Postgres, which compares texts byte by byte. */
export function inKeyOrder(table, rows) {
  const byPosition = (a, b) => (a.source_offset < b.source_offset ? -1 : 1);
  if (TABLES[table].key !== 'identity') return [...rows].sort(byPosition);
  const bytes = new Map(rows.map((row) => [row, Buffer.from(row.identity)]));
  return [...rows].sort((a, b) => Buffer.compare(bytes.get(a), bytes.get(b)) || byPosition(a, b));
}
