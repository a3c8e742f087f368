// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.measure;

import dev.sluice.lab.compare.ComparedTable;
import dev.sluice.lab.compare.SchemaFacts;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The content of a table in a few numbers that do not depend on the order of its rows: their
 * number, and the sums of two independent 64-bit hashes of each row. Tables with equal digests are
 * equal, except by a chance of about one in 2<sup>128</sup>. Comparing millions of rows one by one,
 * both ways, would take longer than writing them.
 *
 * @param rows the number of rows
 * @param first the sum of the first hashes
 * @param second the sum of the second hashes
 */
public record TableDigest(long rows, String first, String second) {

  /**
   * Reads a whole table.
   *
   * @param connection in autocommit; its time zone is set to UTC
   * @throws SQLException also if there is no such table
   */
  public static TableDigest of(Connection connection, String schema, ComparedTable table)
      throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET timezone = 'UTC'");
      String columns =
          SchemaFacts.columns(connection, schema, table).stream()
              .map(name -> '"' + name + '"')
              .collect(Collectors.joining(", "));
      String sql =
          """
          SELECT count(*), coalesce(sum(hash_record_extended(r, 0)::numeric), 0)::text,
                 coalesce(sum(hash_record_extended(r, 1)::numeric), 0)::text
          FROM (SELECT %s FROM "%s"."%s") r
          """
              .formatted(columns, schema, table.sqlName());
      try (ResultSet row = statement.executeQuery(sql)) {
        row.next();
        return new TableDigest(row.getLong(1), row.getString(2), row.getString(3));
      }
    }
  }

  /** How this differs from the oracle's table, in one line; empty if it does not. */
  public Optional<String> difference(ComparedTable table, TableDigest oracle) {
    return equals(oracle)
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "%s has %,d rows, the oracle %,d%s",
                table.sqlName(),
                rows,
                oracle.rows(),
                rows == oracle.rows() ? " different ones" : ""));
  }
}
