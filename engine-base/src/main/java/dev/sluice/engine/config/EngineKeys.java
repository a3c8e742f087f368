// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.config;

import java.util.List;
import java.util.Map;

/** The keys of a configuration file that do not depend on the sink. */
final class EngineKeys {

  static final ConfigKey ENGINE =
      ConfigKey.required(
          "engine",
          ValueKind.Text.ANY,
          "The mode to run: a name from the engine's descriptor, such as `flink`.");

  static final ConfigKey BOOTSTRAP_SERVERS =
      ConfigKey.required(
          "kafka.bootstrap.servers", ValueKind.Text.ANY, "Where to find the Kafka cluster.");

  static final ConfigKey TOPIC =
      ConfigKey.required("kafka.topic", ValueKind.Text.TOPIC, "The one topic to read (R1).");

  static final ConfigKey KAFKA_PROPERTIES =
      ConfigKey.of(
              "kafka.properties",
              new ValueKind.Properties(KafkaProperties::refusal),
              Map.of(),
              "Further client properties, such as security settings. Those that would break the contract"
                  + " are refused; see below.")
          .secret()
          .orVariable("SLUICE_KAFKA_SASL_JAAS_CONFIG");

  static final ConfigKey SINK =
      ConfigKey.of(
          "sink",
          ValueKind.Text.ANY,
          "postgres",
          "The type of sink; each has keys of its own, see below. Of another type's, none may be set.");

  static final ConfigKey RULES =
      ConfigKey.optional(
          "rules",
          new ValueKind.Document("an object, as in a rules file"),
          "The rule set. Absent: the project's default rules, `rules.yaml`.");

  static final ConfigKey EVENTS =
      ConfigKey.optional(
          "events",
          new ValueKind.Document("an object, as in an events file"),
          "Where the fields of events are in the topic's values (R1). Absent: values have the contract's"
              + " own names.");

  static final ConfigKey ALLOWED_LATENESS =
      ConfigKey.of(
          "allowed.lateness.micros",
          new ValueKind.WholeOr(
              new ValueKind.Whole(0, EngineConfig.Decision.MOST_MICROS), "unlimited"),
          EngineConfig.Decision.DEFAULT_LATENESS_MICROS,
          "How long an event may take to arrive, in microseconds (R4).");

  static final ConfigKey ALLOWED_SKEW =
      ConfigKey.of(
          "allowed.skew.micros",
          new ValueKind.Whole(0, EngineConfig.Decision.MOST_MICROS),
          EngineConfig.Decision.DEFAULT_SKEW_MICROS,
          "How far an event time may be ahead of the record timestamp, in microseconds (R5).");

  static final ConfigKey DEAD_LETTERS =
      ConfigKey.of(
          "dead.letters.per.reason",
          new ValueKind.Whole(0, Long.MAX_VALUE),
          EngineConfig.Decision.DEFAULT_DEAD_LETTERS,
          "How many dead letters are kept per partition and reason; further ones are counted (R8).");

  static final ConfigKey START =
      ConfigKey.of(
          "start",
          ValueKind.Text.ANY,
          "resume",
          "`resume`, `earliest`, `latest`, `timestamp:2026-11-22T07:40:00Z`, `offsets:0=15,1=7`,"
              + " `savepoint:PATH` or `checkpoint:PATH`; see below (R15).");

  static final ConfigKey DRAIN =
      ConfigKey.of(
          "drain",
          new ValueKind.Flag(),
          false,
          "Whether to end at the last stable offsets at start instead of running until stopped (R16).");

  static final ConfigKey SUPERVISED =
      ConfigKey.of(
          "supervised", new ValueKind.Flag(), false, "Whether the end of stdin means stop (R14).");

  static final ConfigKey PARALLELISM =
      ConfigKey.of(
          "parallelism",
          new ValueKind.Whole(1, 1024),
          (long) EngineConfig.DEFAULT_PARALLELISM,
          "Slots, cores or threads, as the engine calls them.");

  static final ConfigKey BATCH_RECORDS =
      ConfigKey.of(
          "batch.records",
          new ValueKind.Whole(1, 1_000_000),
          (long) EngineConfig.Batching.DEFAULT.records(),
          "The most records of one transaction, filtered ones included.");

  static final ConfigKey BATCH_LINGER =
      ConfigKey.of(
          "batch.linger.ms",
          new ValueKind.Whole(0, 60_000),
          EngineConfig.Batching.DEFAULT.lingerMillis(),
          "The longest time that a record waits for others before it is written.");

  static final ConfigKey COMMIT_INTERVAL =
      ConfigKey.of(
          "commit.interval.ms",
          new ValueKind.Whole(10, 600_000),
          EngineConfig.DEFAULT_COMMIT_INTERVAL_MILLIS,
          "The engine's own commit: Flink's checkpoint, Spark's trigger, Kafka Streams' commit.");

  static final ConfigKey RETRY_DEADLINE =
      ConfigKey.of(
          "retry.deadline.ms",
          // Below max.poll.interval.ms (300 s), or a slow database would make zombies (R13).
          new ValueKind.Whole(100, 240_000),
          EngineConfig.DEFAULT_RETRY_DEADLINE_MILLIS,
          "How long faults of the database and the brokers are retried in total before the engine fails.");

  static final ConfigKey STOP_TIMEOUT =
      ConfigKey.of(
          "stop.timeout.ms",
          new ValueKind.Whole(100, 600_000),
          EngineConfig.DEFAULT_STOP_TIMEOUT_MILLIS,
          "How long a graceful stop may take before the engine fails (R14).");

  static final ConfigKey STATE_DIR =
      ConfigKey.required(
          "state.dir", ValueKind.Text.ANY, "A folder for the engine's state, such as checkpoints.");

  static final ConfigKey METRICS_LISTEN =
      ConfigKey.optional(
          "metrics.listen",
          new ValueKind.Listen(),
          "Where the process serves `/metrics` and `/health` by HTTP; a port without a host is on"
              + " loopback, 0 is a free one. Absent: nowhere. See [metrics](metrics.md).");

  /** All of them, in the order of the documentation. */
  static final List<ConfigKey> ALL =
      List.of(
          ENGINE,
          BOOTSTRAP_SERVERS,
          TOPIC,
          KAFKA_PROPERTIES,
          SINK,
          RULES,
          EVENTS,
          ALLOWED_LATENESS,
          ALLOWED_SKEW,
          DEAD_LETTERS,
          START,
          DRAIN,
          SUPERVISED,
          PARALLELISM,
          BATCH_RECORDS,
          BATCH_LINGER,
          COMMIT_INTERVAL,
          RETRY_DEADLINE,
          STOP_TIMEOUT,
          STATE_DIR,
          METRICS_LISTEN);

  private EngineKeys() {}
}
