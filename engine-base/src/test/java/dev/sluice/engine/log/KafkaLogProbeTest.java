// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.engine.ledger.LedgerException;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;

/** Tests the probe's results for Kafka's answers, which Kafka's mock consumer gives here. */
class KafkaLogProbeTest {

  private static final TopicPartition PLACE = new TopicPartition("hits", 2);

  private MockConsumer<byte[], byte[]> consumer;

  /** A probe of a log from 10 to 20, with an action at the first poll. */
  private KafkaLogProbe probe(Duration patience, Consumer<MockConsumer<byte[], byte[]>> poll) {
    consumer = new MockConsumer<>(OffsetResetStrategy.NONE);
    consumer.updateBeginningOffsets(Map.of(PLACE, 10L));
    consumer.updateEndOffsets(Map.of(PLACE, 20L));
    consumer.schedulePollTask(() -> poll.accept(consumer));
    return new KafkaLogProbe("hits", patience, () -> consumer);
  }

  private static void add(MockConsumer<byte[], byte[]> consumer, long offset) {
    consumer.addRecord(new ConsumerRecord<>("hits", 2, offset, null, new byte[0]));
  }

  @Test
  void r9_firstRecordIsTheAnswer() throws IOException {
    KafkaLogProbe probe =
        probe(
            Duration.ofSeconds(5),
            c -> {
              add(c, 14);
              add(c, 15);
            });
    assertEquals(OptionalLong.of(14), probe.firstOffsetFrom(2, 12));
    assertTrue(consumer.closed());
  }

  @Test
  void r9_markersUpToTheEndAreNoRecord() throws IOException {
    KafkaLogProbe probe = probe(Duration.ofSeconds(5), c -> c.seek(PLACE, 20));
    assertEquals(OptionalLong.empty(), probe.firstOffsetFrom(2, 18));
    assertEquals(
        OptionalLong.empty(), probe(Duration.ofSeconds(5), c -> {}).firstOffsetFrom(2, 20));
  }

  @Test
  void r9_recordsThatWereDeletedAreNoRecord() throws IOException {
    KafkaException deleted = new OffsetOutOfRangeException(Map.of(PLACE, 3L));
    assertEquals(
        OptionalLong.empty(),
        probe(Duration.ofSeconds(5), c -> c.setPollException(deleted)).firstOffsetFrom(2, 3));
  }

  @Test
  void r13_logThatDoesNotAnswerMayBeAskedAgain() {
    assertThrows(IOException.class, () -> probe(Duration.ZERO, c -> {}).firstOffsetFrom(2, 12));
    KafkaException timeout = new TimeoutException("slow");
    assertThrows(
        IOException.class,
        () ->
            probe(Duration.ofSeconds(5), c -> c.setPollException(timeout)).firstOffsetFrom(2, 12));
  }

  @Test
  void r13_logThatRefusesMayNot() {
    KafkaException denied = new TopicAuthorizationException("denied");
    LedgerException e =
        assertThrows(
            LedgerException.class,
            () ->
                probe(Duration.ofSeconds(5), c -> c.setPollException(denied))
                    .firstOffsetFrom(2, 12));
    assertTrue(e.getMessage().contains("hits-2"), e.getMessage());
  }
}
