package dev.sluice.engine.ledger;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The ledger's rows. Works in the connection's transaction, or commits by itself without one. */
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
   * Inserts the rows that are not there yet; leaves the others as they are.
   *
   * @param starts by partition, the offset to begin at
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
            + " FROM unnest(?, ?) AS s (partition, start) ORDER BY s.partition"
            + " ON CONFLICT (topic, partition) DO NOTHING RETURNING partition";
    Array partitions = connection.createArrayOf("int4", sorted.keySet().toArray());
    Array offsets = connection.createArrayOf("int8", sorted.values().toArray());
    SortedSet<Integer> inserted = new TreeSet<>();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, topic);
      statement.setArray(2, partitions);
      statement.setArray(3, offsets);
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          inserted.add(result.getInt(1));
        }
      }
    } finally {
      partitions.free();
      offsets.free();
    }
    return inserted;
  }

  /** Locks the rows of some partitions, in order, and reads them as they then are. */
  static SortedMap<Integer, LedgerRow> lock(
      Connection connection, String schema, String topic, Collection<Integer> partitions)
      throws SQLException {
    String sql =
        "SELECT partition, first, next, counts FROM "
            + Sql.table(schema, TABLE)
            + " WHERE topic = ? AND partition = ANY (?) ORDER BY partition FOR UPDATE";
    Array wanted = connection.createArrayOf("int4", partitions.toArray());
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, topic);
      statement.setArray(2, wanted);
      return read(statement);
    } finally {
      wanted.free();
    }
  }

  /** Moves locked rows to their new {@code next} and counts. */
  static void move(Connection connection, String schema, String topic, Collection<LedgerRow> rows)
      throws SQLException {
    String sql =
        "UPDATE "
            + Sql.table(schema, TABLE)
            + " AS l SET next = m.next, counts = m.counts::jsonb"
            + " FROM unnest(?, ?, ?) AS m (partition, next, counts)"
            + " WHERE l.topic = ? AND l.partition = m.partition";
    Array partitions =
        connection.createArrayOf("int4", rows.stream().map(LedgerRow::partition).toArray());
    Array nexts = connection.createArrayOf("int8", rows.stream().map(LedgerRow::next).toArray());
    Array counts =
        connection.createArrayOf("text", rows.stream().map(row -> row.counts().toJson()).toArray());
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setArray(1, partitions);
      statement.setArray(2, nexts);
      statement.setArray(3, counts);
      statement.setString(4, topic);
      int moved = statement.executeUpdate();
      if (moved != rows.size()) {
        throw new LedgerException(
            moved
                + " of "
                + rows.size()
                + " locked ledger rows of "
                + topic
                + " could be moved;"
                + " a trigger or policy on the table ledger keeps them",
            null);
      }
    } finally {
      partitions.free();
      nexts.free();
      counts.free();
    }
  }

  private static SortedMap<Integer, LedgerRow> read(PreparedStatement statement)
      throws SQLException {
    SortedMap<Integer, LedgerRow> rows = new TreeMap<>();
    try (ResultSet result = statement.executeQuery()) {
      while (result.next()) {
        LedgerRow row =
            new LedgerRow(
                result.getInt(1),
                result.getLong(2),
                result.getLong(3),
                Counts.parse(result.getString(4)));
        rows.put(row.partition(), row);
      }
    }
    return rows;
  }

  private Ledger() {}
}
