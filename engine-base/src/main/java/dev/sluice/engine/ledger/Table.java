package dev.sluice.engine.ledger;

import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/** The three tables of rows, as {@code docs/contract/schema.sql} has them, and their statements. */
enum Table {
  PROCESSED_EVENTS(
      "processed_events",
      List.of(
          new Column("identity", "text COLLATE \"C\""),
          new Column("source_partition", "integer"),
          new Column("source_offset", "bigint"),
          new Column("event_time", "timestamptz"),
          new Column("host", "text"),
          new Column("url", "text"),
          new Column("ip", "text"),
          new Column("method", "text"),
          new Column("status", "integer"),
          new Column("bytes", "bigint"),
          new Column("referrer", "text"),
          new Column("user_agent", "text")),
      "identity"),
  LATE_EVENTS(
      "late_events",
      List.of(
          new Column("source_partition", "integer"),
          new Column("source_offset", "bigint"),
          new Column("reason", "text"),
          new Column("identity", "text COLLATE \"C\""),
          new Column("event_time", "timestamptz"),
          new Column("lateness_micros", "bigint"),
          new Column("raw", "bytea"),
          new Column("raw_length", "integer"),
          new Column("raw_sha256", "bytea")),
      Table.POSITION),
  DEAD_LETTERS(
      "dead_letters",
      List.of(
          new Column("source_partition", "integer"),
          new Column("source_offset", "bigint"),
          new Column("reason", "text"),
          new Column("raw", "bytea"),
          new Column("raw_length", "integer"),
          new Column("raw_sha256", "bytea")),
      Table.POSITION);

  /** A column and its type, which must be known for the staging table too. */
  record Column(String name, String type) {}

  private static final String POSITION = "source_partition, source_offset";

  private final String table;
  private final List<Column> columns;
  private final String key;

  Table(String table, List<Column> columns, String key) {
    this.table = table;
    this.columns = columns;
    this.key = key;
  }

  int columnCount() {
    return columns.size();
  }

  /**
   * The staging table of a session; the ordinals say which part of a transaction's rows is meant.
   */
  String createStage() {
    return columns.stream()
        .map(column -> column.name() + ' ' + column.type())
        .collect(
            Collectors.joining(
                ", ",
                "CREATE TEMPORARY TABLE IF NOT EXISTS " + stage() + " (ordinal integer, ",
                ") ON COMMIT DELETE ROWS"));
  }

  String copyToStage() {
    return "COPY " + stage() + " (ordinal, " + columnNames() + ") FROM STDIN (FORMAT binary)";
  }

  /**
   * Merges the staged rows from one ordinal to before another, in key order, so that two writers
   * lock in the same order; of one key the row at the lowest position.
   */
  String merge(String schema) {
    return insertInto(schema)
        + " SELECT DISTINCT ON ("
        + key
        + ") "
        + columnNames()
        + fromStage()
        + onConflict();
  }

  /**
   * Proposes such rows without ever changing one. A constraint that looks at the row alone is
   * checked all the same.
   */
  String propose(String schema) {
    return insertInto(schema) + " SELECT " + columnNames() + fromStage() + onConflictDoNothing();
  }

  /** The merge of one row that is given as parameters, for sinks without a ledger. */
  String upsert(String schema) {
    String parameters = String.join(", ", Collections.nCopies(columns.size(), "?"));
    return insertInto(schema) + " VALUES (" + parameters + ")" + onConflict();
  }

  private String insertInto(String schema) {
    return "INSERT INTO " + Sql.table(schema, table) + " AS held (" + columnNames() + ")";
  }

  private String fromStage() {
    String order = this == PROCESSED_EVENTS ? key + ", " + POSITION : POSITION;
    return " FROM " + stage() + " WHERE ordinal >= ? AND ordinal < ? ORDER BY " + order;
  }

  private String onConflict() {
    if (this != PROCESSED_EVENTS) {
      return onConflictDoNothing();
    }
    // Strictly greater: the same row again is left untouched, and a replay writes next to nothing.
    return columns.stream()
        .map(Column::name)
        .filter(column -> !column.equals(key))
        .map(column -> column + " = EXCLUDED." + column)
        .collect(
            Collectors.joining(
                ", ",
                " ON CONFLICT (" + key + ") DO UPDATE SET ",
                " WHERE (held.source_partition, held.source_offset)"
                    + " > (EXCLUDED.source_partition, EXCLUDED.source_offset)"));
  }

  private String onConflictDoNothing() {
    return " ON CONFLICT (" + key + ") DO NOTHING";
  }

  private String columnNames() {
    return columns.stream().map(Column::name).collect(Collectors.joining(", "));
  }

  private String stage() {
    return "pg_temp.sluice_" + table;
  }
}
