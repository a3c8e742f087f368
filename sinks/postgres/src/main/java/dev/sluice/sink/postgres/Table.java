// SPDX-License-Identifier: Apache-2.0
package dev.sluice.sink.postgres;

import dev.sluice.engine.sink.Row;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The three tables of rows, as {@code docs/contract/schema.sql} defines them, with their
 * statements.
 */
enum Table {
  PROCESSED_EVENTS("processed_events", "identity", Row.Processed.COLUMNS),
  LATE_EVENTS("late_events", Table.POSITION, Row.LateEvent.COLUMNS),
  DEAD_LETTERS("dead_letters", Table.POSITION, Row.DeadLetter.COLUMNS);

  /** A column of one or more tables, in the order in which a {@link Row} writes its values. */
  enum Column {
    SOURCE_PARTITION("integer"),
    SOURCE_OFFSET("bigint"),
    REASON("text"),
    IDENTITY("text COLLATE \"C\""),
    EVENT_TIME("timestamptz"),
    LATENESS_MICROS("bigint"),
    RAW("bytea"),
    RAW_LENGTH("integer"),
    RAW_SHA256("bytea"),
    HOST("text"),
    URL("text"),
    IP("text"),
    METHOD("text"),
    STATUS("integer"),
    BYTES("bigint"),
    REFERRER("text"),
    USER_AGENT("text");

    private final String type;

    Column(String type) {
      this.type = type;
    }

    String sqlName() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The driver's name for the type of a parameter for this column. */
    String parameterType() {
      return switch (type) {
        case "integer" -> "int4";
        case "bigint", "timestamptz" -> "int8";
        case "bytea" -> "bytea";
        default -> "text";
      };
    }

    /**
     * The expression that converts such a parameter to the column's value; times are exact
     * microseconds.
     */
    String fromParameter() {
      return type.equals("timestamptz")
          ? "timestamptz 'epoch' + "
              + sqlName()
              + " / 86400000000 * interval '1 day' + "
              + sqlName()
              + " % 86400000000 * interval '1 microsecond'"
          : sqlName();
    }

    /** The name with the type, for the definition of the stage. */
    String definition() {
      return sqlName() + ' ' + type;
    }
  }

  private static final String POSITION = "source_partition, source_offset";

  /**
   * The condition for a trigger: enabled, BEFORE, FOR EACH ROW, on INSERT or UPDATE (bits of
   * pg_trigger.h).
   */
  private static final String IS_SILENT =
      "t.tgenabled <> 'D' AND t.tgtype & 3 = 3 AND t.tgtype & 20 <> 0";

  private static final String STAGE = "pg_temp.sluice_stage";

  private final String table;
  private final String key;
  private final String order;

  @SuppressWarnings("ImmutableEnumChecker") // a copy that cannot be changed
  private final List<Column> columns;

  private final String columnNames;
  private final String assignments;

  Table(String table, String key, List<String> columns) {
    this.table = table;
    this.key = key;
    this.order = key.equals(POSITION) ? key : key + ", " + POSITION;
    this.columns =
        columns.stream().map(name -> Column.valueOf(name.toUpperCase(Locale.ROOT))).toList();
    this.columnNames = String.join(", ", columns);
    this.assignments =
        columns.stream()
            .filter(name -> !name.equals(key))
            .map(name -> name + " = EXCLUDED." + name)
            .collect(Collectors.joining(", "));
  }

  /**
   * Creates a session's temporary table, the stage. It has the columns of all three tables, so that
   * one COPY fills it. The ordinals number a transaction's rows.
   */
  static String createStage() {
    return Arrays.stream(Column.values())
        .map(Column::definition)
        .collect(
            Collectors.joining(
                ", ",
                "CREATE TEMPORARY TABLE IF NOT EXISTS " + STAGE + " (ordinal integer, ",
                ") ON COMMIT DELETE ROWS"));
  }

  static String copyToStage() {
    return "COPY " + STAGE + " FROM STDIN (FORMAT binary)";
  }

  /**
   * How many of the stage's columns that this table lacks come before each of its values and, as
   * the last element, after the last value.
   */
  int[] nullsBefore() {
    int[] nulls = new int[columns.size() + 1];
    int value = 0;
    for (Column column : Column.values()) {
      if (columns.contains(column)) {
        value++;
      } else {
        nulls[value]++;
      }
    }
    return nulls;
  }

  /**
   * Queries whether any of the three tables is guarded: by triggers before each row, which may keep
   * a row out without an error, or by policies, which restrict some statements more than others. A
   * view or a partitioned table counts as guarded, since this query cannot see all of its guards.
   */
  static String guarded(String schema) {
    return "SELECT count(*) > 0 FROM pg_catalog.pg_class c WHERE c.oid IN ("
        + regclasses(schema)
        + ") AND (c.relkind <> 'r' OR c.relrowsecurity OR c.relhastriggers AND EXISTS ("
        + "SELECT FROM pg_catalog.pg_trigger t WHERE t.tgrelid = c.oid AND "
        + IS_SILENT
        + "))";
  }

  /** Queries the names and tables of the triggers that may keep a row out without an error. */
  static String silentTriggers(String schema) {
    return "SELECT t.tgname, c.relname FROM pg_catalog.pg_trigger t"
        + " JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid WHERE t.tgrelid IN ("
        + regclasses(schema)
        + ") AND "
        + IS_SILENT
        + " ORDER BY c.relname, t.tgname";
  }

  private static String regclasses(String schema) {
    return Arrays.stream(values())
        .map(one -> Sql.literal(Sql.table(schema, one.table)) + "::regclass")
        .collect(Collectors.joining(", "));
  }

  /** The columns, in the order of their values. */
  List<Column> columns() {
    return columns;
  }

  /**
   * Queries which of the staged rows, by key, the table already has, and at which position. Locks
   * nothing: the position of a row in the table can only fall, and then that row still wins.
   */
  String held(String schema) {
    return "SELECT "
        + key
        + ", "
        + POSITION
        + " FROM "
        + Sql.table(schema, table)
        + " WHERE "
        + key
        + " = ANY (ARRAY(SELECT "
        + key
        + " FROM "
        + STAGE
        + " WHERE ordinal >= ? AND ordinal < ?))";
  }

  /**
   * Inserts the staged rows from one ordinal to before another, except some, in the order in which
   * they were staged, which is how a scan of a fresh table returns them. Fails if the table has one
   * of them by now.
   */
  String insert(String schema) {
    return insertInto(schema)
        + " SELECT "
        + columnNames
        + fromStage()
        + " AND ordinal NOT IN (SELECT unnest(?::integer[]))";
  }

  /** {@link #propose} for the staged rows of some ordinals. */
  String proposeSome(String schema) {
    // With IS TRUE, this stays a look-up in a hash table, regardless of the planner's estimates; a
    // join could become a nested loop.
    return insertInto(schema)
        + " SELECT "
        + columnNames
        + " FROM "
        + STAGE
        + " WHERE (ordinal IN (SELECT unnest(?::integer[]))) IS TRUE ORDER BY ordinal"
        + onConflictDoNothing();
  }

  /**
   * Merges the staged rows from one ordinal to before another, in key order, so that two writers
   * lock in the same order; of one key, the row at the lowest position wins.
   */
  String merge(String schema) {
    return insertInto(schema)
        + " SELECT DISTINCT ON ("
        + key
        + ") "
        + columnNames
        + fromStage()
        + " ORDER BY "
        + order
        + onConflict();
  }

  /**
   * Proposes such rows: checks every constraint that depends only on the row, without changing a
   * row of the table.
   */
  String propose(String schema) {
    return insertInto(schema)
        + " SELECT "
        + columnNames
        + fromStage()
        + " ORDER BY "
        + order
        + onConflictDoNothing();
  }

  /**
   * Merges rows that are given as one array for each column, in their order, no two of one key.
   * Costs more per row than the stage, and less per batch.
   */
  String mergeArrays(String schema) {
    return insertInto(schema) + fromArrays() + onConflict();
  }

  /** {@link #propose} for such rows, in which a key may occur more than once. */
  String proposeArrays(String schema) {
    return insertInto(schema) + fromArrays() + onConflictDoNothing();
  }

  private String fromArrays() {
    return columns.stream()
            .map(Column::fromParameter)
            .collect(Collectors.joining(", ", " SELECT ", " FROM unnest("))
        + columns.stream()
            .map(column -> "?::" + column.parameterType() + "[]")
            .collect(Collectors.joining(", "))
        + ") AS given ("
        + columnNames
        + ")";
  }

  /** Merges one row that is given as parameters. */
  String upsert(String schema) {
    return insertOne(schema) + onConflict();
  }

  /** {@link #propose} for one such row. */
  String proposeOne(String schema) {
    return insertOne(schema) + onConflictDoNothing();
  }

  /** Inserts one such row; fails if the table already has its key. */
  String insertOne(String schema) {
    String parameters = String.join(", ", Collections.nCopies(columns.size(), "?"));
    return insertInto(schema) + " VALUES (" + parameters + ")";
  }

  /** Queries the position of the row with a given key. */
  String position(String schema) {
    String parameters = this == PROCESSED_EVENTS ? "?" : "?, ?";
    return "SELECT "
        + POSITION
        + " FROM "
        + Sql.table(schema, table)
        + " WHERE ("
        + key
        + ") = ("
        + parameters
        + ")";
  }

  private String insertInto(String schema) {
    return "INSERT INTO " + Sql.table(schema, table) + " AS held (" + columnNames + ")";
  }

  private static String fromStage() {
    return " FROM " + STAGE + " WHERE ordinal >= ? AND ordinal < ?";
  }

  private String onConflict() {
    if (this != PROCESSED_EVENTS) {
      return onConflictDoNothing();
    }
    // Strictly greater: a row that is written again stays untouched, so a replay writes almost
    // nothing.
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
