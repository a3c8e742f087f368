// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.testbed;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads the tables of a run without the code that engines share. */
public final class Schemas {

  /** The tables of a run, including {@code pipeline}. */
  static final List<String> TABLES =
      List.of("pipeline", "processed_events", "late_events", "dead_letters", "ledger");

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * A row of the ledger.
   *
   * @param counts as stored, including zeros
   */
  public record LedgerLine(long first, long next, Map<String, Long> counts) {}

  /** Reads the ledger, by partition. */
  public static SortedMap<Integer, LedgerLine> ledger(Connection connection, String schema)
      throws SQLException {
    SortedMap<Integer, LedgerLine> lines = new TreeMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT partition, first, next, counts FROM " + schema + ".ledger")) {
      while (row.next()) {
        lines.put(
            row.getInt(1),
            new LedgerLine(row.getLong(2), row.getLong(3), counts(row.getString(4))));
      }
    }
    return lines;
  }

  /** Parses counts as the ledger stores them. */
  public static Map<String, Long> counts(String json) {
    try {
      return JSON.readValue(json, new TypeReference<TreeMap<String, Long>>() {});
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(json + ": is not a JSON object of counts", e);
    }
  }

  /** Reads the rows of a query, with columns joined by single spaces. */
  public static List<String> rows(Connection connection, String sql) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      int columns = result.getMetaData().getColumnCount();
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int column = 1; column <= columns; column++) {
          row.add(result.getString(column));
        }
        rows.add(String.join(" ", row));
      }
    }
    return rows;
  }

  /** Reads all rows of all five tables as text; two results are equal if nothing was changed. */
  public static Map<String, List<String>> content(Connection connection, String schema)
      throws SQLException {
    Map<String, List<String>> content = new TreeMap<>();
    for (String table : TABLES) {
      content.put(
          table,
          rows(connection, "SELECT t::text FROM %s.%s t ORDER BY 1".formatted(schema, table)));
    }
    return content;
  }

  private Schemas() {}
}
