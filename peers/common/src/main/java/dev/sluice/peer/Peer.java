// SPDX-License-Identifier: Apache-2.0
package dev.sluice.peer;

import dev.sluice.engine.config.ConfigException;
import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.life.Engine;
import dev.sluice.sink.kafka.KafkaSinkSettings;
import dev.sluice.sink.postgres.PgSettings;

/**
 * An engine that keeps only {@code processed_events}, or their topic, and refuses what it does not
 * support (R17).
 */
public interface Peer extends Engine {

  /** The suffix of modes whose settings go beyond those of the documentation's example. */
  String TUNED = "-tuned";

  /** Whether a configuration selects a mode with such settings. */
  static boolean isTuned(EngineConfig config) {
    return config.engine().endsWith(TUNED);
  }

  /** The part of the names of modes that write to Kafka topics; the others write to tables. */
  String TOPICS = "-topics";

  /** The part of the names of modes that commit every 100 ms, which is not the engine's default. */
  String EVERY_100_MILLIS = "-100ms";

  /** Whether a configuration selects a mode that writes to topics. */
  static boolean writesTopics(EngineConfig config) {
    return config.engine().contains(TOPICS);
  }

  /** How often a configuration's mode commits, unless it keeps the engine's default. */
  static long commitIntervalMillis(EngineConfig config) {
    return config.engine().contains(EVERY_100_MILLIS) ? 100 : config.commitIntervalMillis();
  }

  /**
   * The name of the consumer group, or of anything else that must belong to only this run (R10).
   */
  static String group(EngineConfig config, String runId) {
    return config.engine() + "-" + runId;
  }

  @Override
  default boolean keepsLedger(EngineConfig config) {
    return false;
  }

  @Override
  default void check(EngineConfig config) {
    String sink = writesTopics(config) ? KafkaSinkSettings.TYPE : PgSettings.TYPE;
    if (!config.sink().type().equals(sink)) {
      throw new ConfigException(
          "sink",
          "%s is not supported by %s, which writes to %s only; use %s"
              .formatted(config.sink().type(), config.engine(), sink, sink));
    }
    if (!config.start().equals("resume")) {
      throw new ConfigException(
          "start",
          ("%s is not supported by %s, which continues from its group's offsets or starts at the"
                  + " earliest record; use resume")
              .formatted(config.start(), config.engine()));
    }
    long limit = config.decision().deadLettersPerReason();
    if (limit != EngineConfig.Decision.KEEP_ALL_DEAD_LETTERS) {
      throw new ConfigException(
          "dead.letters.per.reason",
          "%d is not supported by %s, which keeps no dead letters; use %d"
              .formatted(limit, config.engine(), EngineConfig.Decision.KEEP_ALL_DEAD_LETTERS));
    }
  }
}
