// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.compare;

import static java.util.stream.Collectors.joining;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Compares the tables of two schemas inside Postgres, both ways, with {@code EXCEPT ALL}: every
 * column, copies of a row counted, {@code jsonb} by value. All tables are read in one snapshot.
 */
public final class TableComparison {

  /** How many differing keys of each side are fetched. */
  public static final int FIRST = 10;

  /** Enough for a million rows to be hashed instead of sorted on disk. */
  private static final String SETTINGS =
      "SET LOCAL timezone = 'UTC'; SET LOCAL work_mem = '256MB'; SET LOCAL search_path = ''";

  /**
   * Compares the tables.
   *
   * @param connection in auto-commit mode; left as it was
   * @throws SQLException also if a table is missing, or has other columns on the other side
   */
  public static ComparisonResult compare(
      Connection connection, String left, String right, Set<ComparedTable> tables)
      throws SQLException {
    if (!connection.getAutoCommit()) {
      throw new IllegalStateException(
          "the connection is already in a transaction; the comparison needs its own");
    }
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
      statement.execute(SETTINGS);
      List<TableDifference> differences = new ArrayList<>();
      for (ComparedTable table : EnumSet.copyOf(tables)) {
        differences.add(new TableComparison(connection, left, right, table).compare());
      }
      end(connection);
      return new ComparisonResult(left, right, differences);
    } catch (SQLException | RuntimeException e) {
      try {
        end(connection);
      } catch (SQLException ending) {
        e.addSuppressed(ending);
      }
      throw e;
    }
  }

  private static void end(Connection connection) throws SQLException {
    connection.rollback();
    connection.setAutoCommit(true);
  }

  private final Connection connection;
  private final ComparedTable table;
  private final List<String> columns;
  private final String left;
  private final String right;
  private final String differences;

  private TableComparison(Connection connection, String left, String right, ComparedTable table)
      throws SQLException {
    this.connection = connection;
    this.table = table;
    columns = SchemaFacts.columns(connection, left, table);
    List<String> others = SchemaFacts.columns(connection, right, table);
    if (!columns.equals(others)) {
      throw new SQLException(
          "%s cannot be compared: its columns in schema %s are %s, and in schema %s %s"
              .formatted(table.sqlName(), left, columns, right, others));
    }
    this.left = quoted(left) + "." + quoted(table.sqlName());
    this.right = quoted(right) + "." + quoted(table.sqlName());
    // By name, since a table made elsewhere may have its columns in another order.
    String list = columns.stream().map(TableComparison::quoted).collect(joining(", "));
    differences =
        """
        WITH l AS MATERIALIZED (SELECT %1$s FROM %2$s EXCEPT ALL SELECT %1$s FROM %3$s),
             r AS MATERIALIZED (SELECT %1$s FROM %3$s EXCEPT ALL SELECT %1$s FROM %2$s)
        """
            .formatted(list, this.left, this.right);
  }

  private TableDifference compare() throws SQLException {
    String keys = keys("");
    String sql =
        differences
            + """
            SELECT (SELECT count(*) FROM %1$s), (SELECT count(*) FROM %2$s),
                   (SELECT count(*) FROM l), (SELECT count(*) FROM r),
                   (SELECT count(*) FROM (SELECT %3$s FROM l UNION SELECT %3$s FROM r) k)
            """
                .formatted(left, right, keys);
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      long differing = row.getLong(5);
      return new TableDifference(
          table,
          row.getLong(1),
          row.getLong(2),
          row.getLong(3),
          row.getLong(4),
          differing,
          differing == 0 ? List.of() : first());
    }
  }

  private List<RowDifference> first() throws SQLException {
    String values =
        columns.stream()
            .map(TableComparison::quoted)
            .map(c -> "l.%1$s::text, r.%1$s::text, l.%1$s IS DISTINCT FROM r.%1$s".formatted(c))
            .collect(joining(",\n       "));
    String anyKey = quoted(table.key().get(0));
    String sql =
        differences
            + """
            SELECT l.%1$s IS NOT NULL, r.%1$s IS NOT NULL,
                   %2$s
            FROM ((SELECT %3$s FROM l ORDER BY %3$s LIMIT %5$s)
                  UNION (SELECT %3$s FROM r ORDER BY %3$s LIMIT %5$s)) k
            LEFT JOIN l USING (%3$s)
            LEFT JOIN r USING (%3$s)
            ORDER BY %4$s
            LIMIT 2 * %5$s
            """
                .formatted(anyKey, values, keys(""), keys("k."), FIRST);
    List<RowDifference> found = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      while (row.next()) {
        found.add(difference(row));
      }
    }
    return found;
  }

  private RowDifference difference(ResultSet row) throws SQLException {
    boolean hasLeft = row.getBoolean(1);
    boolean hasRight = row.getBoolean(2);
    Map<String, String> leftRow = new LinkedHashMap<>();
    Map<String, String> rightRow = new LinkedHashMap<>();
    List<String> differing = new ArrayList<>();
    int index = 3;
    for (String column : columns) {
      leftRow.put(column, row.getString(index));
      rightRow.put(column, row.getString(index + 1));
      if (hasLeft && hasRight && row.getBoolean(index + 2)) {
        differing.add(column);
      }
      index += 3;
    }
    Map<String, String> key = new LinkedHashMap<>(hasLeft ? leftRow : rightRow);
    key.keySet().retainAll(table.key());
    return new RowDifference(key, hasLeft ? leftRow : null, hasRight ? rightRow : null, differing);
  }

  private String keys(String prefix) {
    return table.key().stream().map(c -> prefix + quoted(c)).collect(joining(", "));
  }

  private static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}
