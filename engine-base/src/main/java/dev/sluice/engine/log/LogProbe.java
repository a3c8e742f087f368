// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.log;

import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.ledger.LedgerException;
import java.io.IOException;
import java.time.Duration;
import java.util.OptionalLong;

/** Queries the log for the first record from an offset on (R9). */
@FunctionalInterface
public interface LogProbe {

  /**
   * A probe of a topic.
   *
   * @param patience how long one query may take
   */
  static LogProbe of(EngineConfig.Kafka kafka, Duration patience) {
    return new KafkaLogProbe(kafka, patience);
  }

  /**
   * The offset of the first read-committed record at or after the given one and below the last
   * stable offset; empty if there is none.
   *
   * @throws IOException if the log could not be queried now, but a later try may succeed
   * @throws LedgerException if it cannot be queried at all
   */
  OptionalLong firstOffsetFrom(int partition, long offset) throws IOException;
}
