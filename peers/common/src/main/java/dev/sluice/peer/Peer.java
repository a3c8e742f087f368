package dev.sluice.peer;

import dev.sluice.engine.config.ConfigException;
import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.life.Engine;

/** An engine that keeps {@code processed_events} alone, and refuses what it does not do (R17). */
public interface Peer extends Engine {

  /** How the modes end whose settings go beyond what the documentation's example has. */
  String TUNED = "-tuned";

  /** Whether a configuration asks for the mode with such settings. */
  static boolean isTuned(EngineConfig config) {
    return config.engine().endsWith(TUNED);
  }

  /** Names the consumer group, or what else has to be this run's alone (R10). */
  static String group(EngineConfig config, String runId) {
    return config.engine() + "-" + runId;
  }

  @Override
  default boolean keepsLedger(EngineConfig config) {
    return false;
  }

  @Override
  default void check(EngineConfig config) {
    if (!config.start().equals("resume")) {
      throw new ConfigException(
          "start",
          "%s; %s goes on where its group is, or begins at the earliest record; it wants resume"
              .formatted(config.start(), config.engine()));
    }
    long limit = config.decision().deadLettersPerReason();
    if (limit != EngineConfig.Decision.KEEP_ALL_DEAD_LETTERS) {
      throw new ConfigException(
          "dead.letters.per.reason",
          "%d; %s counts none, so it wants %d"
              .formatted(limit, config.engine(), EngineConfig.Decision.KEEP_ALL_DEAD_LETTERS));
    }
  }
}
