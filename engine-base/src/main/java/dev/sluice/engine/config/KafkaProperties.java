package dev.sluice.engine.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which client properties a configuration must not set, and why: each would let an engine skip
 * records, read them twice under another group, or see what was never committed.
 */
final class KafkaProperties {

  private static final String CONTRACT = "fixed by the contract";
  private static final String ENGINE = "the engine's own";

  private static final Map<String, String> REFUSED =
      Map.ofEntries(
          Map.entry("bootstrap.servers", "the key kafka.bootstrap.servers"),
          Map.entry("isolation.level", CONTRACT + " at read_committed (R1)"),
          Map.entry("auto.offset.reset", CONTRACT + " at none (R15); see the key start"),
          Map.entry("group.id", ENGINE + ", made of the run id (R10)"),
          Map.entry("group.instance.id", ENGINE),
          Map.entry("application.id", ENGINE + ", made of the run id (R10)"),
          Map.entry("enable.auto.commit", ENGINE + ": offsets are committed after the rows"),
          Map.entry("key.deserializer", ENGINE + ": records are read as bytes"),
          Map.entry("value.deserializer", ENGINE + ": records are read as bytes"),
          Map.entry("default.key.serde", ENGINE + ": records are read as bytes"),
          Map.entry("default.value.serde", ENGINE + ": records are read as bytes"),
          Map.entry("interceptor.classes", "refused: an interceptor may drop or change records"),
          Map.entry(
              "allow.auto.create.topics", CONTRACT + " at false: a missing topic is an error"),
          Map.entry("max.poll.interval.ms", ENGINE + ", above retry.deadline.ms (R13)"),
          Map.entry(
              "default.timestamp.extractor", ENGINE + ": no record may be dropped by its time"),
          Map.entry("deserialization.exception.handler", "refused: no record may be skipped"),
          Map.entry(
              "default.deserialization.exception.handler", "refused: no record may be skipped"),
          Map.entry("processing.exception.handler", "refused: no record may be skipped"),
          Map.entry("processing.guarantee", ENGINE),
          Map.entry("num.stream.threads", "the key parallelism"),
          Map.entry("commit.interval.ms", "the key commit.interval.ms, outside kafka.properties"),
          Map.entry("state.dir", "the key state.dir, outside kafka.properties"));

  /** Kafka Streams and Spark take the same properties under these. */
  private static final List<String> PREFIXES =
      List.of("main.consumer.", "restore.consumer.", "global.consumer.", "consumer.", "kafka.");

  /** Why this property must not be set, or empty where it may. */
  static Optional<String> refusal(String property) {
    String name = property;
    for (String prefix : PREFIXES) {
      name = name.startsWith(prefix) ? name.substring(prefix.length()) : name;
    }
    return Optional.ofNullable(REFUSED.get(name));
  }

  static Iterable<String> refused() {
    return REFUSED.keySet();
  }

  private KafkaProperties() {}
}
