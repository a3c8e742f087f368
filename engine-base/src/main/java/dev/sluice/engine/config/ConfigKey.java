// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.config;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The keys of a configuration file, each with its kind, default and description. */
@SuppressWarnings("ImmutableEnumChecker") // the kinds are records, the defaults immutable
enum ConfigKey {
  ENGINE(
      "engine",
      Texts.ANY,
      Texts.REQUIRED,
      "The mode to run: a name from the engine's descriptor, such as `flink`."),
  BOOTSTRAP_SERVERS(
      "kafka.bootstrap.servers", Texts.ANY, Texts.REQUIRED, "Where to find the Kafka cluster."),
  TOPIC(
      "kafka.topic",
      new ValueKind.Text(
          "a topic's name: 1 to 249 letters, digits, dots, _ and -",
          Pattern.compile("(?!\\.{1,2}$)[a-zA-Z0-9._-]{1,249}").asMatchPredicate()),
      Texts.REQUIRED,
      "The one topic to read (R1)."),
  KAFKA_PROPERTIES(
      "kafka.properties",
      new ValueKind.Properties(),
      Map.of(),
      "Further client properties, such as security settings. Those that would break the contract"
          + " are refused; see below."),
  POSTGRES_URL(
      "postgres.url",
      new ValueKind.Text(
          "a URL that starts with jdbc:postgresql: and contains no password",
          url ->
              url.startsWith("jdbc:postgresql:")
                  && !url.toLowerCase(Locale.ROOT).contains("password=")),
      Texts.REQUIRED,
      "The database. Its password goes into `postgres.password`."),
  POSTGRES_USER("postgres.user", Texts.MAYBE_EMPTY, "", "Empty: the driver's default."),
  POSTGRES_PASSWORD(
      "postgres.password",
      Texts.MAYBE_EMPTY,
      "",
      "If the key is absent, the environment variable `SLUICE_POSTGRES_PASSWORD` is used."),
  POSTGRES_SCHEMA(
      "postgres.schema",
      new ValueKind.Text(
          "a schema's name: 1 to 63 bytes, not starting with pg_", Texts::isSchemaName),
      "sluice",
      "The schema of this run's tables; another pipeline needs another one (R10)."),
  CREATE_TABLES(
      "postgres.create.tables",
      new ValueKind.Flag(),
      false,
      "Whether the engine may create the schema and the tables if they are missing."),
  RULES(
      "rules",
      new ValueKind.Document("an object, as in a rules file"),
      null,
      "The rule set. Absent: the project's default rules, `rules.yaml`."),
  EVENTS(
      "events",
      new ValueKind.Document("an object, as in an events file"),
      null,
      "Where the fields of events are in the topic's values (R1). Absent: values have the contract's"
          + " own names."),
  ALLOWED_LATENESS(
      "allowed.lateness.micros",
      new ValueKind.WholeOr(new ValueKind.Whole(0, EngineConfig.Decision.MOST_MICROS), "unlimited"),
      EngineConfig.Decision.DEFAULT_LATENESS_MICROS,
      "How long an event may take to arrive, in microseconds (R4)."),
  ALLOWED_SKEW(
      "allowed.skew.micros",
      new ValueKind.Whole(0, EngineConfig.Decision.MOST_MICROS),
      EngineConfig.Decision.DEFAULT_SKEW_MICROS,
      "How far an event time may be ahead of the record timestamp, in microseconds (R5)."),
  DEAD_LETTERS(
      "dead.letters.per.reason",
      new ValueKind.Whole(0, Long.MAX_VALUE),
      EngineConfig.Decision.DEFAULT_DEAD_LETTERS,
      "How many dead letters are kept per partition and reason; further ones are counted (R8)."),
  START(
      "start",
      Texts.ANY,
      "resume",
      "`resume`, `earliest`, `latest`, `timestamp:2026-11-22T07:40:00Z`, `offsets:0=15,1=7`,"
          + " `savepoint:PATH` or `checkpoint:PATH`; see below (R15)."),
  DRAIN(
      "drain",
      new ValueKind.Flag(),
      false,
      "Whether to end at the last stable offsets at start instead of running until stopped (R16)."),
  SUPERVISED(
      "supervised", new ValueKind.Flag(), false, "Whether the end of stdin means stop (R14)."),
  PARALLELISM(
      "parallelism",
      new ValueKind.Whole(1, 1024),
      (long) EngineConfig.DEFAULT_PARALLELISM,
      "Slots, cores or threads, as the engine calls them."),
  BATCH_RECORDS(
      "batch.records",
      new ValueKind.Whole(1, 1_000_000),
      (long) EngineConfig.Batching.DEFAULT.records(),
      "The most records of one transaction, filtered ones included."),
  BATCH_LINGER(
      "batch.linger.ms",
      new ValueKind.Whole(0, 60_000),
      EngineConfig.Batching.DEFAULT.lingerMillis(),
      "The longest time that a record waits for others before it is written."),
  COMMIT_INTERVAL(
      "commit.interval.ms",
      new ValueKind.Whole(10, 600_000),
      EngineConfig.DEFAULT_COMMIT_INTERVAL_MILLIS,
      "The engine's own commit: Flink's checkpoint, Spark's trigger, Kafka Streams' commit."),
  RETRY_DEADLINE(
      "retry.deadline.ms",
      // Below max.poll.interval.ms (300 s), or a slow database would make zombies (R13).
      new ValueKind.Whole(100, 240_000),
      EngineConfig.DEFAULT_RETRY_DEADLINE_MILLIS,
      "How long faults of the database and the brokers are retried in total before the engine fails."),
  STOP_TIMEOUT(
      "stop.timeout.ms",
      new ValueKind.Whole(100, 600_000),
      EngineConfig.DEFAULT_STOP_TIMEOUT_MILLIS,
      "How long a graceful stop may take before the engine fails (R14)."),
  STATE_DIR(
      "state.dir",
      Texts.ANY,
      Texts.REQUIRED,
      "A folder for the engine's state, such as checkpoints.");

  private final String key;
  private final ValueKind kind;
  private final Object defaultValue;
  private final String description;

  ConfigKey(String key, ValueKind kind, Object defaultValue, String description) {
    this.key = key;
    this.kind = kind;
    this.defaultValue = defaultValue;
    this.description = description;
  }

  /** The name in the file. */
  String key() {
    return key;
  }

  ValueKind kind() {
    return kind;
  }

  boolean isRequired() {
    return defaultValue == Texts.REQUIRED;
  }

  /** The value if the key is absent; empty for a required key, the rules and the events. */
  Optional<Object> defaultValue() {
    return isRequired() ? Optional.empty() : Optional.ofNullable(defaultValue);
  }

  /** What the key does, in one or two sentences of Markdown. */
  String description() {
    return description;
  }

  /**
   * Whether errors must not show the value. A URL may contain credentials, though it should not.
   */
  boolean isSecret() {
    return this == POSTGRES_PASSWORD || this == POSTGRES_URL || this == KAFKA_PROPERTIES;
  }

  /** What the constants above use: they cannot refer to static fields of their own enum. */
  private static final class Texts {
    private static final Object REQUIRED = new Object();
    private static final ValueKind ANY =
        new ValueKind.Text("text that is not blank", text -> !text.isBlank());
    private static final ValueKind MAYBE_EMPTY = new ValueKind.Text("text", text -> true);

    private static boolean isSchemaName(String name) {
      return !name.isEmpty()
          && name.getBytes(StandardCharsets.UTF_8).length <= 63
          && name.indexOf('\0') < 0
          && !name.startsWith("pg_");
    }
  }
}
