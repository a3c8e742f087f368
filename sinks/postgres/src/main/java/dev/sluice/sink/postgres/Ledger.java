// SPDX-License-Identifier: Apache-2.0
package dev.sluice.sink.postgres;

import dev.sluice.engine.ledger.Counts;
import dev.sluice.engine.ledger.LedgerRow;
import dev.sluice.engine.sink.LastCommit;
import dev.sluice.sink.postgres.RoundTrip.SqlArray;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/** Reads and writes the ledger's rows, in the connection's transaction or else in autocommit. */
public final class Ledger {

  private static final String TABLE = "ledger";

  /** The rows of a topic, by partition. */
  public static SortedMap<Integer, LedgerRow> rows(
      Connection connection, String schema, String topic) throws SQLException {
    String sql =
        "SELECT partition, first, next, counts FROM "
            + Sql.table(schema, TABLE)
            + " WHERE topic = ? ORDER BY partition";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, topic);
      return read(statement);
    }
  }

  /**
   * How long ago a commit moved a row of a topic last, by the server's clock; known only if the
   * server keeps the times of commits.
   */
  static LastCommit lastCommit(Connection connection, String schema, String topic)
      throws SQLException {
    // xmin is the transaction that wrote the current row. Without the setting, the function fails.
    String sql =
        """
        SELECT kept, (1000 * extract(epoch FROM clock_timestamp() - max(
                 CASE WHEN kept THEN pg_xact_commit_timestamp(l.xmin) END)))::bigint
        FROM (VALUES (current_setting('track_commit_timestamp')::boolean)) AS s (kept)
        LEFT JOIN %s l ON l.topic = ? AND l.next > l.first
        GROUP BY kept
        """
            .formatted(Sql.table(schema, TABLE));
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, topic);
      try (ResultSet result = statement.executeQuery()) {
        result.next();
        long millis = result.getLong(2);
        if (!result.wasNull()) {
          return LastCommit.ago(Duration.ofMillis(millis));
        }
        return LastCommit.unknown(
            result.getBoolean(1)
                ? "the database did not keep the times of commits when it was made"
                : "the database keeps no times of commits; set track_commit_timestamp to on, which"
                    + " needs a restart of Postgres");
      }
    }
  }

  /**
   * Inserts missing rows; leaves the others as they are.
   *
   * @param starts by partition, the offset to start at
   * @return the partitions whose rows were inserted
   */
  public static SortedSet<Integer> insertMissing(
      Connection connection, String schema, String topic, Map<Integer, Long> starts)
      throws SQLException {
    TreeMap<Integer, Long> sorted = new TreeMap<>(starts);
    String sql =
        "INSERT INTO "
            + Sql.table(schema, TABLE)
            + " (topic, partition, first, next, counts)"
            + " SELECT ?, s.partition, s.start, s.start, '{}'"
            + " FROM unnest(?::integer[], ?::bigint[]) AS s (partition, start) ORDER BY s.partition"
            + " ON CONFLICT (topic, partition) DO NOTHING RETURNING partition";
    SortedSet<Integer> inserted = new TreeSet<>();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, topic);
      statement.setArray(2, array(statement, "int4", sorted.keySet().stream()));
      statement.setArray(3, array(statement, "int8", sorted.values().stream()));
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          inserted.add(result.getInt(1));
        }
      }
    }
    return inserted;
  }

  /** Locks the rows of some partitions, in order, and reads them under the lock. */
  static void lock(
      RoundTrip trip,
      String schema,
      String topic,
      Collection<Integer> partitions,
      SortedMap<Integer, LedgerRow> into) {
    trip.query(
        result -> into.putAll(read(result)),
        "SELECT partition, first, next, counts FROM "
            + Sql.table(schema, TABLE)
            + " WHERE topic = ? AND partition = ANY (?) ORDER BY partition FOR UPDATE",
        topic,
        new SqlArray("int4", List.copyOf(partitions)));
  }

  /** Moves locked rows to their new {@code next} and counts; changes one row each. */
  static void move(RoundTrip trip, String schema, String topic, Collection<LedgerRow> rows) {
    trip.add(
        "UPDATE "
            + Sql.table(schema, TABLE)
            + " AS l SET next = m.next, counts = m.counts::jsonb"
            + " FROM unnest(?::integer[], ?::bigint[], ?::text[]) AS m (partition, next, counts)"
            + " WHERE l.topic = ? AND l.partition = m.partition",
        array("int4", rows, LedgerRow::partition),
        array("int8", rows, LedgerRow::next),
        array("text", rows, row -> row.counts().toJson()),
        topic);
  }

  /**
   * Locks rows in order and moves them: one statement for each, since for few rows that costs less
   * than one for all. If a row is not as assumed, its statement divides by zero, and the server
   * skips the rest of the message, COMMIT included.
   *
   * @param assumed the current rows of the same partitions, and maybe of others
   */
  static void moveFrom(
      RoundTrip trip,
      String schema,
      String topic,
      SortedMap<Integer, LedgerRow> assumed,
      Collection<LedgerRow> rows) {
    String sql =
        "WITH moved AS (UPDATE "
            + Sql.table(schema, TABLE)
            + " SET next = ?, counts = ?::jsonb"
            + " WHERE topic = ? AND partition = ? AND next = ? AND counts = ?::jsonb"
            + " RETURNING 1) SELECT 1 / count(*) FROM moved";
    for (LedgerRow row : rows) {
      LedgerRow from = assumed.get(row.partition());
      trip.add(
          sql,
          row.next(),
          row.counts().toJson(),
          topic,
          row.partition(),
          from.next(),
          from.counts().toJson());
    }
  }

  private static SqlArray array(
      String type, Collection<LedgerRow> rows, Function<LedgerRow, Object> value) {
    return new SqlArray(type, rows.stream().map(value).toList());
  }

  private static Array array(PreparedStatement statement, String type, Stream<?> values)
      throws SQLException {
    return statement.getConnection().createArrayOf(type, values.toArray());
  }

  private static SortedMap<Integer, LedgerRow> read(PreparedStatement statement)
      throws SQLException {
    try (ResultSet result = statement.executeQuery()) {
      return read(result);
    }
  }

  private static SortedMap<Integer, LedgerRow> read(ResultSet result) throws SQLException {
    SortedMap<Integer, LedgerRow> rows = new TreeMap<>();
    while (result.next()) {
      LedgerRow row =
          new LedgerRow(
              result.getInt(1),
              result.getLong(2),
              result.getLong(3),
              Counts.parse(result.getString(4)));
      rows.put(row.partition(), row);
    }
    return rows;
  }

  private Ledger() {}
}
