package dev.sluice.engine.start;

import dev.sluice.engine.config.ConfigException;
import dev.sluice.engine.config.EngineConfig;
import java.time.Instant;
import java.util.Optional;

/** Where a topic's state comes from: Kafka, or a table in a test. */
@FunctionalInterface
interface TopicLog {

  /**
   * Looks once, and retries transient faults until the deadline.
   *
   * @param since the instant to find records from, if one is wanted
   * @throws ConfigException where the topic does not exist, or the brokers refuse the credentials
   * @throws StartException where no broker answers in time
   */
  TopicState state(EngineConfig.Kafka kafka, Optional<Instant> since, Deadline deadline);
}
