// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** Reading with Kafka's own in-memory consumer: where a partition ends. */
class OracleReadTest {

  private static final TopicPartition PARTITION = new TopicPartition("t", 0);

  private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("none");
  private final OracleFold fold =
      new OracleFold("t", Map.of(0, 0L), SpokenDecision::of, 10, OutcomeListener.NONE);

  @Test
  void r16_transactionMarkersBehindTheLastRecordDoNotHoldTheEndBack() {
    assignFirst();
    bring(0, 1);
    consumer.schedulePollTask(() -> {});
    consumer.schedulePollTask(() -> consumer.seek(PARTITION, 4)); // markers at 2 and 3

    Oracle.read(consumer, PARTITION, 0, 4, Duration.ofSeconds(30), fold);

    assertEquals(2, fold.result().ledger().get(0).next(), "the last record's offset + 1");
  }

  @Test
  void r16_recordsAtTheEndAndAboveAreNotCounted() {
    assignFirst();
    bring(0, 1, 2, 3);

    Oracle.read(consumer, PARTITION, 0, 2, Duration.ofSeconds(30), fold);

    assertEquals(2, fold.result().counts().seen());
  }

  @Test
  void r16_aPartitionThatStartsAtItsEndIsDoneAtOnce() {
    Oracle.read(consumer, PARTITION, 0, 0, Duration.ZERO, fold);

    assertEquals(0, fold.result().counts().seen());
  }

  @Test
  void recordsThatNeverComeAreAFailureThatNamesThePlace() {
    IllegalStateException failure =
        assertThrows(
            IllegalStateException.class,
            () -> Oracle.read(consumer, PARTITION, 0, 5, Duration.ZERO, fold));

    assertTrue(failure.getMessage().contains("t-0"), failure::getMessage);
    assertTrue(failure.getMessage().contains("offset 0"), failure::getMessage);
  }

  /** The in-memory consumer accepts records only after the partition is assigned. */
  private void assignFirst() {
    consumer.assign(List.of(PARTITION));
    consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
  }

  private void bring(long... offsets) {
    for (long offset : offsets) {
      consumer.addRecord(
          new ConsumerRecord<>("t", 0, offset, null, "accept".getBytes(StandardCharsets.UTF_8)));
    }
  }
}
