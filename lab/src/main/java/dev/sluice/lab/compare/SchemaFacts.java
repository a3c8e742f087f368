// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.compare;

import static java.util.stream.Collectors.joining;

import dev.sluice.lab.oracle.OutcomeCounts;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Reads from a schema what the run that filled it wrote: how much, and when it was committed. */
public final class SchemaFacts {

  /**
   * When the records of a run became visible.
   *
   * @param first the first commit that left a row or moved the ledger
   * @param last the last one
   */
  public record CommitTimes(Instant first, Instant last) {
    public Duration span() {
      return Duration.between(first, last);
    }
  }

  /**
   * The counts of a ledger, with the rows of {@code processed_events}.
   *
   * @throws SQLException also if the schema has no ledger
   */
  public static OutcomeCounts counts(Connection connection, String schema) throws SQLException {
    TreeMap<String, Long> byKey = new TreeMap<>();
    try (Statement statement = connection.createStatement()) {
      try (ResultSet row =
          statement.executeQuery(
              """
              SELECT key, sum(value::bigint)::bigint FROM %s.ledger, jsonb_each_text(counts)
              GROUP BY key
              """
                  .formatted(quoted(schema)))) {
        while (row.next()) {
          byKey.put(row.getString(1), row.getLong(2));
        }
      }
      return new OutcomeCounts(byKey, rows(connection, schema, ComparedTable.PROCESSED_EVENTS));
    }
  }

  /**
   * A table's columns by name, since a table made elsewhere may have them in another order.
   *
   * @throws SQLException also if the schema has no such table
   */
  public static List<String> columns(Connection connection, String schema, ComparedTable table)
      throws SQLException {
    List<String> names = new ArrayList<>();
    try (PreparedStatement query =
        connection.prepareStatement(
            "SELECT column_name FROM information_schema.columns"
                + " WHERE table_schema = ? AND table_name = ? ORDER BY column_name")) {
      query.setString(1, schema);
      query.setString(2, table.sqlName());
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          names.add(row.getString(1));
        }
      }
    }
    if (names.isEmpty()) {
      throw new SQLException("%s: schema %s has no such table".formatted(table.sqlName(), schema));
    }
    return names;
  }

  /** How many rows a table holds now. */
  public static long rows(Connection connection, String schema, ComparedTable table)
      throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT count(*) FROM " + quoted(schema) + "." + table.sqlName())) {
      row.next();
      return row.getLong(1);
    }
  }

  /**
   * When the current rows of a schema were committed, by the server's clock. Empty if there are
   * none, or if the server runs without {@code track_commit_timestamp = on}. A ledger row counts
   * only after it has moved.
   *
   * @param tables the tables to read, such as {@link ComparedTable#ROWS} if there is no ledger
   */
  public static Optional<CommitTimes> commitTimes(
      Connection connection, String schema, Set<ComparedTable> tables) throws SQLException {
    if (!tracksCommitTimes(connection)) {
      return Optional.empty();
    }
    // xmin is the transaction that wrote the current row; now() would be that transaction's start.
    // For each row, not for each transaction: grouping a million xmin takes PostgreSQL minutes.
    String times =
        tables.stream()
            .map(
                table ->
                    "SELECT pg_xact_commit_timestamp(xmin) AS at FROM %s.%s%s"
                        .formatted(
                            quoted(schema),
                            table.sqlName(),
                            table == ComparedTable.LEDGER ? " WHERE next > first" : ""))
            .collect(joining(" UNION ALL "));
    String sql = "SELECT min(at), max(at) FROM (%s) commits".formatted(times);
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      OffsetDateTime first = row.getObject(1, OffsetDateTime.class);
      OffsetDateTime last = row.getObject(2, OffsetDateTime.class);
      return first == null
          ? Optional.empty()
          : Optional.of(new CommitTimes(first.toInstant(), last.toInstant()));
    }
  }

  private static boolean tracksCommitTimes(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SHOW track_commit_timestamp")) {
      row.next();
      return "on".equals(row.getString(1));
    }
  }

  private static String quoted(String schema) {
    return '"' + schema.replace("\"", "\"\"") + '"';
  }

  private SchemaFacts() {}
}
