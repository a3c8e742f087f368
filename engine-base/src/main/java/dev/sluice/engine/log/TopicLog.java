// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.log;

import dev.sluice.engine.config.ConfigException;
import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.plan.Deadline;
import dev.sluice.engine.plan.StartException;
import java.time.Instant;
import java.util.Optional;

/** The source of a topic's state: Kafka, or a table in a test. */
@FunctionalInterface
public interface TopicLog {

  /**
   * Reads the state once; retries transient faults until the deadline.
   *
   * @param since the instant from which to find records, if needed
   * @throws ConfigException if the topic does not exist, or the brokers refuse the credentials
   * @throws StartException if no broker answers in time
   */
  TopicState state(EngineConfig.Kafka kafka, Optional<Instant> since, Deadline deadline);
}
