package dev.sluice.engine.ledger;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The three tables of rows, as {@code docs/contract/schema.sql} has them, and their statements. */
enum Table {
  PROCESSED_EVENTS(
      "processed_events",
      "identity",
      EnumSet.of(
          Column.SOURCE_PARTITION,
          Column.SOURCE_OFFSET,
          Column.IDENTITY,
          Column.EVENT_TIME,
          Column.HOST,
          Column.URL,
          Column.IP,
          Column.METHOD,
          Column.STATUS,
          Column.BYTES,
          Column.REFERRER,
          Column.USER_AGENT)),
  LATE_EVENTS(
      "late_events",
      Table.POSITION,
      EnumSet.of(
          Column.SOURCE_PARTITION,
          Column.SOURCE_OFFSET,
          Column.REASON,
          Column.IDENTITY,
          Column.EVENT_TIME,
          Column.LATENESS_MICROS,
          Column.RAW,
          Column.RAW_LENGTH,
          Column.RAW_SHA256)),
  DEAD_LETTERS(
      "dead_letters",
      Table.POSITION,
      EnumSet.of(
          Column.SOURCE_PARTITION,
          Column.SOURCE_OFFSET,
          Column.REASON,
          Column.RAW,
          Column.RAW_LENGTH,
          Column.RAW_SHA256));

  /** A column of one table or of several, in the order in which a {@link Row} gives its values. */
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

    /** The type of a parameter for it, as the driver calls it. */
    String parameterType() {
      return switch (type) {
        case "integer" -> "int4";
        case "bigint", "timestamptz" -> "int8";
        case "bytea" -> "bytea";
        default -> "text";
      };
    }

    /** Its value out of such a parameter. A time comes as microseconds, and loses none. */
    String fromParameter() {
      return type.equals("timestamptz")
          ? "timestamptz 'epoch' + "
              + sqlName()
              + " / 86400000000 * interval '1 day' + "
              + sqlName()
              + " % 86400000000 * interval '1 microsecond'"
          : sqlName();
    }

    /** The name with the type, which must be known for the stage too. */
    String definition() {
      return sqlName() + ' ' + type;
    }
  }

  private static final String POSITION = "source_partition, source_offset";

  /** Of a trigger: enabled, before each row, on INSERT or UPDATE (pg_trigger.h has the bits). */
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

  Table(String table, String key, Set<Column> columns) {
    this.table = table;
    this.key = key;
    this.order = key.equals(POSITION) ? key : key + ", " + POSITION;
    this.columns = List.copyOf(columns);
    this.columnNames = joined(columns, Column::sqlName);
    this.assignments =
        columns.stream()
            .map(Column::sqlName)
            .filter(name -> !name.equals(key))
            .map(name -> name + " = EXCLUDED." + name)
            .collect(Collectors.joining(", "));
  }

  private static String joined(Set<Column> columns, Function<Column, String> text) {
    return columns.stream().map(text).collect(Collectors.joining(", "));
  }

  /**
   * A session's one temporary table for all three, so that one COPY fills it: it has every column
   * of theirs. The ordinals say which of a transaction's rows is meant.
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
   * How many of the stage's columns that are not this table's lie before each of its values; at the
   * end, how many lie behind the last.
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
   * Whether any of the three tables is guarded: by triggers before each row, which may keep a row
   * out without an error, or by policies, which ask more of some statements than of others. A view
   * or a partitioned table may be so out of sight.
   */
  static String guarded(String schema) {
    return "SELECT count(*) > 0 FROM pg_catalog.pg_class c WHERE c.oid IN ("
        + regclasses(schema)
        + ") AND (c.relkind <> 'r' OR c.relrowsecurity OR c.relhastriggers AND EXISTS ("
        + "SELECT FROM pg_catalog.pg_trigger t WHERE t.tgrelid = c.oid AND "
        + IS_SILENT
        + "))";
  }

  /** Names and tables of the triggers that may keep a row out without an error. */
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
   * Which rows of the staged ones, by key, the table holds already, and at which position. Nothing
   * is locked: a held row's position can only fall, and then it still goes before.
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
   * Inserts the staged rows from one ordinal to before another, without some, in the order in which
   * they were staged, as a scan of a fresh table gives them. Fails where the table has come to hold
   * one by now.
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
    // Behind IS TRUE it stays a look into a hash table, whatever the planner believes of the sizes;
    // a join could become a loop in a loop.
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
   * lock in the same order; of one key the row at the lowest position.
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
   * Proposes such rows without ever changing one. A constraint that looks at the row alone is
   * checked all the same.
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
   * Merges rows that are given as an array for each column, in their order, no two of one key. It
   * costs more for each row than the stage does, and less for each batch.
   */
  String mergeArrays(String schema) {
    return insertInto(schema) + fromArrays() + onConflict();
  }

  /** {@link #propose} for such rows, among which a key may be repeated. */
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

  /** The merge of one row that is given as parameters. */
  String upsert(String schema) {
    return insertOne(schema) + onConflict();
  }

  /** {@link #propose} for one such row. */
  String proposeOne(String schema) {
    return insertOne(schema) + onConflictDoNothing();
  }

  /** Inserts one such row, or fails where its key is taken. */
  String insertOne(String schema) {
    String parameters = String.join(", ", Collections.nCopies(columns.size(), "?"));
    return insertInto(schema) + " VALUES (" + parameters + ")";
  }

  /** The position of the row that has the key of a given one. */
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
