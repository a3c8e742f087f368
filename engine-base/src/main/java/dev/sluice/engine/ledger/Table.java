package dev.sluice.engine.ledger;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The three tables of rows, as {@code docs/contract/schema.sql} has them, and their statements. */
enum Table {
  PROCESSED_EVENTS(
      "processed_events",
      "p_",
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
      "l_",
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
      "d_",
      Table.POSITION,
      new Column("source_partition", "integer"),
      new Column("source_offset", "bigint"),
      new Column("reason", "text"),
      new Column("raw", "bytea"),
      new Column("raw_length", "integer"),
      new Column("raw_sha256", "bytea"));

  /** A column and its type, which must be known for the stage too. */
  record Column(String name, String type) {}

  private static final String POSITION = "source_partition, source_offset";
  private static final String STAGE = "pg_temp.sluice_stage";

  private final String table;
  private final String key;
  private final int columnCount;
  private final String columnNames;
  private final String assignments;
  private final String stageKey;
  private final String stageOrder;
  private final String stageNames;
  private final String stageTypes;

  Table(String table, String stagePrefix, String key, Column... columns) {
    List<Column> all = List.of(columns);
    this.table = table;
    this.key = key;
    this.columnCount = all.size();
    this.columnNames = joined(all, Column::name);
    this.assignments =
        all.stream()
            .map(Column::name)
            .filter(name -> !name.equals(key))
            .map(name -> name + " = EXCLUDED." + name)
            .collect(Collectors.joining(", "));
    String order = key.equals(POSITION) ? key : key + ", " + POSITION;
    this.stageKey = prefixed(stagePrefix, key);
    this.stageOrder = prefixed(stagePrefix, order);
    this.stageNames = joined(all, column -> stagePrefix + column.name());
    this.stageTypes = joined(all, column -> stagePrefix + column.name() + ' ' + column.type());
  }

  private static String joined(List<Column> columns, Function<Column, String> text) {
    return columns.stream().map(text).collect(Collectors.joining(", "));
  }

  private static String prefixed(String prefix, String names) {
    return prefix + names.replace(", ", ", " + prefix);
  }

  /**
   * A session's one temporary table for all three, side by side, so that one COPY fills it; the
   * ordinals say which of a transaction's rows is meant.
   */
  static String createStage() {
    return Arrays.stream(values())
        .map(table -> table.stageTypes)
        .collect(
            Collectors.joining(
                ", ",
                "CREATE TEMPORARY TABLE IF NOT EXISTS " + STAGE + " (ordinal integer, ",
                ") ON COMMIT DELETE ROWS"));
  }

  static String copyToStage() {
    return "COPY " + STAGE + " FROM STDIN (FORMAT binary)";
  }

  /** How many columns of the stage lie before this table's, the ordinal not among them. */
  int stageColumnsBefore() {
    return Arrays.stream(values())
        .filter(t -> t.compareTo(this) < 0)
        .mapToInt(t -> t.columnCount)
        .sum();
  }

  /** How many columns of the stage lie behind this table's. */
  int stageColumnsAfter() {
    return Arrays.stream(values())
        .filter(t -> t.compareTo(this) > 0)
        .mapToInt(t -> t.columnCount)
        .sum();
  }

  int columnCount() {
    return columnCount;
  }

  /**
   * Merges the staged rows from one ordinal to before another, in key order, so that two writers
   * lock in the same order; of one key the row at the lowest position.
   */
  String merge(String schema) {
    return insertInto(schema)
        + " SELECT DISTINCT ON ("
        + stageKey
        + ") "
        + stageNames
        + fromStage()
        + onConflict();
  }

  /**
   * Proposes such rows without ever changing one. A constraint that looks at the row alone is
   * checked all the same.
   */
  String propose(String schema) {
    return insertInto(schema) + " SELECT " + stageNames + fromStage() + onConflictDoNothing();
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
    return " FROM " + STAGE + " WHERE ordinal >= ? AND ordinal < ? ORDER BY " + stageOrder;
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
}
