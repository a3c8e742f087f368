package dev.sluice.engine.ledger;

import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The three tables of rows, as {@code docs/contract/schema.sql} has them, and their statements. */
enum Table {
  PROCESSED_EVENTS(
      "processed_events",
      "identity",
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
  LATE_EVENTS(
      "late_events",
      Table.POSITION,
      new Column("source_partition", "integer"),
      new Column("source_offset", "bigint"),
      new Column("reason", "text"),
      new Column("identity", "text COLLATE \"C\""),
      new Column("event_time", "timestamptz"),
      new Column("lateness_micros", "bigint"),
      new Column("raw", "bytea"),
      new Column("raw_length", "integer"),
      new Column("raw_sha256", "bytea")),
  DEAD_LETTERS(
      "dead_letters",
      Table.POSITION,
      new Column("source_partition", "integer"),
      new Column("source_offset", "bigint"),
      new Column("reason", "text"),
      new Column("raw", "bytea"),
      new Column("raw_length", "integer"),
      new Column("raw_sha256", "bytea"));

  /** A column and its type, which must be known for the staging table too. */
  record Column(String name, String type) {}

  private static final String POSITION = "source_partition, source_offset";

  private final String table;
  private final String key;
  private final int columnCount;
  private final String columnNames;
  private final String columnTypes;
  private final String assignments;

  Table(String table, String key, Column... columns) {
    this.table = table;
    this.key = key;
    this.columnCount = columns.length;
    List<Column> all = List.of(columns);
    List<Column> rest = all.stream().filter(column -> !column.name().equals(key)).toList();
    this.columnNames = joined(all, Column::name);
    this.columnTypes = joined(all, column -> column.name() + ' ' + column.type());
    this.assignments = joined(rest, column -> column.name() + " = EXCLUDED." + column.name());
  }

  private static String joined(List<Column> columns, Function<Column, String> text) {
    return columns.stream().map(text).collect(Collectors.joining(", "));
  }

  int columnCount() {
    return columnCount;
  }

  /**
   * The staging table of a session; the ordinals say which part of a transaction's rows is meant.
   */
  String createStage() {
    return "CREATE TEMPORARY TABLE IF NOT EXISTS "
        + stage()
        + " (ordinal integer, "
        + columnTypes
        + ") ON COMMIT DELETE ROWS";
  }

  String copyToStage() {
    return "COPY " + stage() + " (ordinal, " + columnNames + ") FROM STDIN (FORMAT binary)";
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
        + columnNames
        + fromStage()
        + onConflict();
  }

  /**
   * Proposes such rows without ever changing one. A constraint that looks at the row alone is
   * checked all the same.
   */
  String propose(String schema) {
    return insertInto(schema) + " SELECT " + columnNames + fromStage() + onConflictDoNothing();
  }

  /** The merge of one row that is given as parameters, for sinks without a ledger. */
  String upsert(String schema) {
    String parameters = String.join(", ", Collections.nCopies(columnCount, "?"));
    return insertInto(schema) + " VALUES (" + parameters + ")" + onConflict();
  }

  private String insertInto(String schema) {
    return "INSERT INTO " + Sql.table(schema, table) + " AS held (" + columnNames + ")";
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
    return " ON CONFLICT ("
        + key
        + ") DO UPDATE SET "
        + assignments
        + " WHERE (held.source_partition, held.source_offset)"
        + " > (EXCLUDED.source_partition, EXCLUDED.source_offset)";
  }

  private String onConflictDoNothing() {
    return " ON CONFLICT (" + key + ") DO NOTHING";
  }

  private String stage() {
    return "pg_temp.sluice_" + table;
  }
}
