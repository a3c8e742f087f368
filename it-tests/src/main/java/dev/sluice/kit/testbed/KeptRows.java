// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.testbed;

import dev.sluice.model.Position;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The rows that an engine left, by the position of their records, for comparison with hand-written
 * rows. A row maps column names to text, without columns that are null. Times are RFC 3339 in UTC
 * with six fraction digits; bytes are hexadecimal.
 *
 * @param processed the rows of {@code processed_events}
 * @param late the rows of {@code late_events}
 * @param dead the rows of {@code dead_letters}
 */
public record KeptRows(
    SortedMap<Position, Map<String, String>> processed,
    SortedMap<Position, Map<String, String>> late,
    SortedMap<Position, Map<String, String>> dead) {

  private static final HexFormat HEX = HexFormat.of();
  private static final int KEPT_BYTES = 4_096;
  private static final String RAW =
      "encode(raw, 'hex') AS raw, raw_length, encode(raw_sha256, 'hex') AS raw_sha256";
  private static final String EVENT_TIME =
      """
      to_char(event_time AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS event_time""";

  /** Reads the current rows of a schema. */
  public static KeptRows of(Connection connection, String schema) throws SQLException {
    return new KeptRows(
        read(
            connection,
            schema + ".processed_events",
            "identity, host, url, ip, method, status, bytes, referrer, user_agent, " + EVENT_TIME),
        read(
            connection,
            schema + ".late_events",
            "identity, reason, lateness_micros, " + EVENT_TIME + ", " + RAW),
        read(connection, schema + ".dead_letters", "reason, " + RAW));
  }

  private static SortedMap<Position, Map<String, String>> read(
      Connection connection, String table, String columns) throws SQLException {
    SortedMap<Position, Map<String, String>> rows = new TreeMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT source_partition, source_offset, " + columns + " FROM " + table)) {
      ResultSetMetaData names = row.getMetaData();
      while (row.next()) {
        Map<String, String> found = new TreeMap<>();
        for (int column = 3; column <= names.getColumnCount(); column++) {
          if (row.getString(column) != null) {
            found.put(names.getColumnName(column), row.getString(column));
          }
        }
        Position place = new Position(row.getInt(1), row.getLong(2));
        if (rows.put(place, found) != null) {
          throw new AssertionError(table + ": has two rows for the record at " + place);
        }
      }
    }
    return rows;
  }

  /** The columns that keep a value (R8); empty for a record without a value. */
  public static Map<String, String> raw(byte[] value) {
    if (value == null) {
      return Map.of();
    }
    byte[] head = Arrays.copyOf(value, Math.min(value.length, KEPT_BYTES));
    try {
      return Map.of(
          "raw", HEX.formatHex(head),
          "raw_length", Integer.toString(value.length),
          "raw_sha256", HEX.formatHex(MessageDigest.getInstance("SHA-256").digest(value)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
