package dev.sluice.engine.ledger;

import dev.sluice.engine.config.EngineConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.OptionalLong;

/** Asks the log itself which record comes first from an offset on (R9). */
@FunctionalInterface
public interface LogProbe {

  /**
   * A probe of a topic.
   *
   * @param patience how long one question may take
   */
  static LogProbe of(EngineConfig.Kafka kafka, Duration patience) {
    return new KafkaLogProbe(kafka, patience);
  }

  /**
   * The offset of the first read-committed record at or after the given one and below the last
   * stable offset; empty where there is none.
   *
   * @throws IOException where the log could not be asked now, and a later try may succeed
   * @throws LedgerException where it cannot be asked at all
   */
  OptionalLong firstOffsetFrom(int partition, long offset) throws IOException;
}
