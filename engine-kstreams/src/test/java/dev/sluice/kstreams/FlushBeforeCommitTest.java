// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kstreams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.engine.ledger.LedgerException;
import dev.sluice.engine.plan.RunPlan;
import dev.sluice.model.Position;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FlushBeforeCommitTest {

  private static final TopicPartition P0 = new TopicPartition(TestPlans.TOPIC, 0);
  private static final TopicPartition P1 = new TopicPartition(TestPlans.TOPIC, 1);
  private static final Map<TopicPartition, OffsetAndMetadata> FIVE =
      Map.of(P0, new OffsetAndMetadata(5));

  /** A call that commits. */
  @FunctionalInterface
  interface Commit {
    void on(Consumer<byte[], byte[]> consumer);
  }

  /** Every way to commit; the ones without offsets commit the positions. */
  static List<Named<Commit>> commits() {
    Duration second = Duration.ofSeconds(1);
    return List.of(
        Named.of("commitSync()", Consumer::commitSync),
        Named.of("commitSync(timeout)", consumer -> consumer.commitSync(second)),
        Named.of("commitSync(offsets)", consumer -> consumer.commitSync(FIVE)),
        Named.of("commitSync(offsets, timeout)", consumer -> consumer.commitSync(FIVE, second)),
        Named.of("commitAsync()", Consumer::commitAsync),
        Named.of("commitAsync(callback)", consumer -> consumer.commitAsync(null)),
        Named.of("commitAsync(offsets, callback)", consumer -> consumer.commitAsync(FIVE, null)));
  }

  private final RecordedSink sink = new RecordedSink();
  private final StreamThreadWriters writers = new StreamThreadWriters(() -> sink);
  private final MockConsumer<byte[], byte[]> kafka = new MockConsumer<>("none");

  @AfterEach
  void close() {
    kafka.close();
  }

  @ParameterizedTest
  @MethodSource("commits")
  void r9_whatWasAddedIsWrittenBeforeAnOffsetIsCommitted(Commit commit) {
    List<Map<TopicPartition, OffsetAndMetadata>> committed = new ArrayList<>();
    sink.whileFlushing = () -> committed.add(kafka.committed(Set.of(P0)));
    Consumer<byte[], byte[]> consumer = consumerAtFive();

    commit.on(consumer);

    assertEquals(List.of(Map.of()), committed, "one flush, before the commit");
    assertEquals(5, kafka.committed(Set.of(P0)).get(P0).offset());
  }

  @ParameterizedTest
  @MethodSource("commits")
  void r9_ifTheFlushFailsNoOffsetIsCommitted(Commit commit) {
    sink.failure = new LedgerException("no database", new IOException("away"));
    Consumer<byte[], byte[]> consumer = consumerAtFive();

    assertSame(sink.failure, assertThrows(LedgerException.class, () -> commit.on(consumer)));

    assertEquals(Map.of(), kafka.committed(Set.of(P0)));
  }

  @Test
  void aPollDoesNotFlush() {
    Consumer<byte[], byte[]> consumer = consumerAtFive();
    kafka.addRecord(record(P0, 5));

    assertEquals(1, consumer.poll(Duration.ZERO).count());

    assertEquals(0, sink.flushes);
  }

  @Test
  void r15_aPartitionWithoutACommittedOffsetStartsAtTheLedgersNextOrIfItIsNewAtZero() {
    Consumer<byte[], byte[]> consumer = consumer(TestPlans.endless(Map.of(0, 5L)));
    kafka.subscribe(List.of(TestPlans.TOPIC));
    kafka.rebalance(List.of(P0, P1));
    kafka.updateBeginningOffsets(Map.of(P0, 0L, P1, 0L));
    kafka.addRecord(record(P0, 4));
    kafka.addRecord(record(P0, 5));
    kafka.addRecord(record(P1, 0));

    // Kafka's mock names one partition at a time.
    List<Long> read = new ArrayList<>();
    for (int polls = 0; polls < 3; polls++) {
      consumer.poll(Duration.ZERO).forEach(record -> read.add(record.offset()));
    }

    assertEquals(List.of(0L, 5L), read.stream().sorted().toList());
    assertEquals(6, kafka.position(P0));
    assertEquals(1, kafka.position(P1));
  }

  @Test
  void r16_aDrainEndsAtThePollAfterItsRecordsWereProcessed() {
    List<String> ended = new ArrayList<>();
    RunPlan plan = TestPlans.drain(Map.of(0, 5L), Map.of(0, 7L));
    Drain drain = new Drain(plan, () -> {}, () -> ended.add("flushes: " + sink.flushes));
    Consumer<byte[], byte[]> consumer = new FlushBeforeCommit(plan, writers, drain).wrap(kafka);
    kafka.assign(List.of(P0));
    kafka.seek(P0, 5);
    kafka.addRecord(record(P0, 5));
    kafka.addRecord(record(P0, 6));

    assertEquals(2, consumer.poll(Duration.ZERO).count());
    consumer.poll(Duration.ZERO);
    assertEquals(List.of(), ended, "the records are polled, and not processed yet");

    drain.processed(new Position(0, 6));
    consumer.poll(Duration.ZERO);
    assertEquals(List.of("flushes: 1"), ended);
  }

  @Test
  void r14_aDrainRunsFromItsFirstPollWithAPartitionOn() {
    List<String> events = new ArrayList<>();
    RunPlan plan = TestPlans.drain(Map.of(0, 5L), Map.of(0, 6L));
    Drain drain = new Drain(plan, () -> events.add("runs"), () -> events.add("done"));
    Consumer<byte[], byte[]> consumer = new FlushBeforeCommit(plan, writers, drain).wrap(kafka);
    kafka.subscribe(List.of(TestPlans.TOPIC));
    consumer.poll(Duration.ZERO);
    assertEquals(List.of(), events, "no partition yet");

    kafka.rebalance(List.of(P0));
    kafka.updateBeginningOffsets(Map.of(P0, 0L));
    kafka.seek(P0, 6);
    consumer.poll(Duration.ZERO);

    assertEquals(List.of("runs", "done"), events, "only a transaction marker was left");
  }

  /** Kafka Streams handles each of them by its type. */
  @Test
  void anErrorOfTheConsumerIsThrownAsItIs() {
    Consumer<byte[], byte[]> consumer = consumerAtFive();
    KafkaException refused = new KafkaException("refused");
    kafka.setPollException(refused);
    assertSame(refused, assertThrows(KafkaException.class, () -> consumer.poll(Duration.ZERO)));

    kafka.wakeup();
    assertThrows(WakeupException.class, () -> consumer.poll(Duration.ZERO));
  }

  @Test
  void allElseReachesTheConsumer() {
    Consumer<byte[], byte[]> consumer = consumerAtFive();

    consumer.seek(P0, 9);
    consumer.pause(List.of(P0));

    assertEquals(9, kafka.position(P0));
    assertEquals(Set.of(P0), consumer.paused());
    assertFalse(kafka.closed());
    consumer.close();
    assertTrue(kafka.closed());
    assertEquals(0, sink.flushes);
  }

  private Consumer<byte[], byte[]> consumerAtFive() {
    kafka.assign(List.of(P0));
    kafka.seek(P0, 5);
    return consumer(TestPlans.endless(Map.of(0, 0L)));
  }

  private Consumer<byte[], byte[]> consumer(RunPlan plan) {
    return new FlushBeforeCommit(plan, writers, new Drain(plan, () -> {}, () -> {})).wrap(kafka);
  }

  private static ConsumerRecord<byte[], byte[]> record(TopicPartition partition, long offset) {
    return new ConsumerRecord<>(
        partition.topic(), partition.partition(), offset, null, new byte[0]);
  }
}
