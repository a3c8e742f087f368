// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.oracle;

import dev.sluice.lab.oracle.OracleTables.Raw;
import dev.sluice.model.Event;
import dev.sluice.model.Position;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.SortedMap;

/**
 * Writes the oracle's tables to a schema, with plain inserts, so that Postgres can compare them
 * with an engine's. Shares no code with the engines' writer.
 */
public final class OracleLoader {

  /** The usual schema of the oracle's tables. */
  public static final String SCHEMA = "oracle";

  private static final int BATCH = 1_000;

  /**
   * Fills the tables of a schema in one transaction. They must exist and be empty.
   *
   * @param connection in auto-commit mode; about three times as fast with the driver's {@code
   *     reWriteBatchedInserts=true}
   * @throws SQLException also if a table already holds a row of the same key; then nothing is
   *     written
   */
  public static void load(Connection connection, String schema, OracleTables tables)
      throws SQLException {
    OracleLoader loader = new OracleLoader(connection, schema);
    loader.inTransaction(
        () -> {
          loader.processed(tables.processed(), "");
          loader.late(tables.late());
          loader.deadLetters(tables.deadLetters());
          loader.ledger(tables.ledger());
        });
  }

  /**
   * Adds rows of events in one transaction, except those whose identity already has a row.
   *
   * @param connection as for {@link #load}
   */
  static void addNew(Connection connection, String schema, List<OracleTables.ProcessedRow> rows)
      throws SQLException {
    OracleLoader loader = new OracleLoader(connection, schema);
    loader.inTransaction(() -> loader.processed(rows, " ON CONFLICT (identity) DO NOTHING"));
  }

  private final Connection connection;
  private final String schema;

  private OracleLoader(Connection connection, String schema) {
    this.connection = connection;
    this.schema = '"' + schema.replace("\"", "\"\"") + '"';
  }

  private void inTransaction(Work work) throws SQLException {
    connection.setAutoCommit(false);
    try {
      work.run();
      connection.commit();
      connection.setAutoCommit(true);
    } catch (SQLException | RuntimeException e) {
      try {
        connection.rollback();
        connection.setAutoCommit(true);
      } catch (SQLException rollback) {
        e.addSuppressed(rollback);
      }
      throw e;
    }
  }

  private void processed(List<OracleTables.ProcessedRow> rows, String onConflict)
      throws SQLException {
    insert(
        "processed_events (identity, source_partition, source_offset, event_time, host, url, ip,"
            + " method, status, bytes, referrer, user_agent)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            + onConflict,
        rows,
        (insert, row) -> {
          Event event = row.event();
          insert.setString(1, row.identity());
          position(insert, 2, row.position());
          insert.setObject(4, time(event.eventTimeMicros()));
          insert.setString(5, event.host());
          insert.setString(6, event.url());
          insert.setString(7, event.ip());
          insert.setString(8, event.method());
          insert.setObject(9, event.status(), Types.INTEGER);
          insert.setObject(10, event.bytes(), Types.BIGINT);
          insert.setString(11, event.referrer());
          insert.setString(12, event.userAgent());
        });
  }

  private void late(List<OracleTables.LateRow> rows) throws SQLException {
    insert(
        "late_events (source_partition, source_offset, reason, identity, event_time,"
            + " lateness_micros, raw, raw_length, raw_sha256)"
            + " VALUES (?, ?, 'late', ?, ?, ?, ?, ?, ?)",
        rows,
        (insert, row) -> {
          position(insert, 1, row.position());
          insert.setString(3, row.identity());
          insert.setObject(4, time(row.eventTimeMicros()));
          insert.setLong(5, row.latenessMicros());
          raw(insert, 6, row.raw());
        });
  }

  private void deadLetters(List<OracleTables.DeadLetterRow> rows) throws SQLException {
    insert(
        "dead_letters (source_partition, source_offset, reason, raw, raw_length, raw_sha256)"
            + " VALUES (?, ?, ?, ?, ?, ?)",
        rows,
        (insert, row) -> {
          position(insert, 1, row.position());
          insert.setString(3, row.reason().code());
          raw(insert, 4, row.raw());
        });
  }

  private void ledger(List<OracleTables.LedgerRow> rows) throws SQLException {
    insert(
        "ledger (topic, partition, first, next, counts) VALUES (?, ?, ?, ?, ?::jsonb)",
        rows,
        (insert, row) -> {
          insert.setString(1, row.topic());
          insert.setInt(2, row.partition());
          insert.setLong(3, row.first());
          insert.setLong(4, row.next());
          insert.setString(5, json(row.counts()));
        });
  }

  private <R> void insert(String into, List<R> rows, Binding<R> binding) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO " + schema + "." + into)) {
      int waiting = 0;
      for (R row : rows) {
        binding.bind(insert, row);
        insert.addBatch();
        if (++waiting == BATCH) {
          insert.executeBatch();
          waiting = 0;
        }
      }
      insert.executeBatch();
    }
  }

  private static void position(PreparedStatement insert, int index, Position position)
      throws SQLException {
    insert.setInt(index, position.partition());
    insert.setLong(index + 1, position.offset());
  }

  private static void raw(PreparedStatement insert, int index, Raw raw) throws SQLException {
    insert.setBytes(index, raw == null ? null : raw.head());
    insert.setObject(index + 1, raw == null ? null : raw.length(), Types.INTEGER);
    insert.setBytes(index + 2, raw == null ? null : raw.sha256());
  }

  private static OffsetDateTime time(long micros) {
    return Instant.ofEpochSecond(
            Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000L)
        .atOffset(ZoneOffset.UTC);
  }

  /** Keys are rule names and reason codes: words of letters, digits, {@code _}, {@code -}. */
  private static String json(SortedMap<String, Long> counts) {
    StringBuilder json = new StringBuilder("{");
    counts.forEach(
        (key, count) ->
            json.append(json.length() > 1 ? "," : "")
                .append('"')
                .append(key)
                .append("\":")
                .append(count));
    return json.append('}').toString();
  }

  @FunctionalInterface
  private interface Work {
    void run() throws SQLException;
  }

  @FunctionalInterface
  private interface Binding<R> {
    void bind(PreparedStatement insert, R row) throws SQLException;
  }
}
