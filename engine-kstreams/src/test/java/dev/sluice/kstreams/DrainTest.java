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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DrainTest {

  private static final TopicPartition P0 = new TopicPartition(TestPlans.TOPIC, 0);
  private static final TopicPartition P1 = new TopicPartition(TestPlans.TOPIC, 1);

  /** What happened, in order: a flush, or the end of the drain. */
  private final List<String> happened = new ArrayList<>();

  private final RecordedSink sink = new RecordedSink();
  private final StreamThreadWriters writers = new StreamThreadWriters(() -> sink);
  private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("none");

  DrainTest() {
    sink.whileFlushing = () -> happened.add("flushed");
  }

  @AfterEach
  void close() {
    consumer.close();
  }

  /**
   * A partition from 3 up to 8. Offsets without a record are transaction markers, or were removed
   * by compaction.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "7  | 3 4 5 6   | 6 | false | record 7 may follow",
        "8  | 3 4 5 6 7 | 7 | true  | all records are processed",
        "8  | 3 4 5 6 7 | 6 | false | record 7 is not processed yet",
        "8  | 3 4 5     |   | false | no record is processed yet",
        "8  | 3 4 5     | 5 | true  | markers are the last entries",
        "8  |           |   | true  | there are only markers",
        "9  | 3 4 5 6   | 6 | true  | a marker is at the end",
        "12 | 6 7 8 9   | 7 | true  | records from the end on are not part of the drain",
        "12 | 6 7 8 9   | 6 | false | but those below it are",
        "12 | 9 10      |   | true  | all records are beyond the end",
      })
  void r16_aPartitionIsDoneWhenThePositionReachesTheEndAndAllBelowItIsProcessed(
      long position, String polled, Long processed, boolean done, String why) {
    Drain drain = drain(Map.of(0, 3L), Map.of(0, 8L));
    consumer.assign(List.of(P0));
    consumer.seek(P0, position);

    drain.polled(records(P0, offsets(polled)));
    if (processed != null) {
      drain.processed(new Position(0, processed));
    }
    drain.closeReached(consumer, writers);

    assertEquals(done, drain.isDone(), why);
    assertEquals(done ? List.of("flushed", "done") : List.of(), happened, why);
  }

  @ParameterizedTest
  @CsvSource({"8, 8, true", "9, 8, true", "0, 0, true", "7, 8, false"})
  void r16_aPartitionIsDoneAtOnceIfItsStartIsNotBelowItsEnd(long start, long end, boolean done) {
    assertEquals(done, drain(Map.of(0, start), Map.of(0, end)).isDone());
    assertFalse(drain(Map.of(0, start, 1, 0L), Map.of(0, end, 1, 1L)).isDone());
  }

  @Test
  void r16_aRunWithoutAnEndIsNeverDone() {
    Drain drain = new Drain(TestPlans.endless(Map.of(0, 0L)), () -> {}, () -> happened.add("done"));
    consumer.assign(List.of(P0));
    consumer.seek(P0, Long.MAX_VALUE);

    drain.closeReached(consumer, writers);

    assertFalse(drain.isDone());
    assertFalse(
        new Drain(TestPlans.endless(Map.of()), () -> {}, () -> {}).isDone(), "no partitions yet");
    assertEquals(List.of(), happened);
  }

  @Test
  void r16_theDrainEndsOnceWithItsLastPartition() {
    Drain drain = drain(Map.of(0, 3L, 1, 3L), Map.of(0, 8L, 1, 8L));
    consumer.assign(List.of(P0, P1));
    consumer.seek(P0, 8);
    consumer.seek(P1, 7);

    drain.closeReached(consumer, writers);
    assertFalse(drain.isDone());
    assertEquals(List.of("flushed"), happened);

    consumer.seek(P1, 8);
    drain.closeReached(consumer, writers);
    drain.closeReached(consumer, writers);
    assertTrue(drain.isDone());
    assertEquals(List.of("flushed", "flushed", "done"), happened);
  }

  @Test
  void r16_aPartitionOfAnotherThreadIsNotClosedHere() {
    Drain drain = drain(Map.of(0, 3L, 1, 3L), Map.of(0, 8L, 1, 8L));
    consumer.assign(List.of(P0));
    consumer.seek(P0, 8);

    drain.closeReached(consumer, writers);

    assertFalse(drain.isDone());
  }

  @Test
  void r16_aDrainDoesNotWaitForAPartitionThatAppearedAfterItsStart() {
    Drain drain = drain(Map.of(0, 3L), Map.of(0, 8L));
    consumer.assign(List.of(P0, P1));
    consumer.seek(P0, 8);
    consumer.seek(P1, 0);

    drain.polled(records(P1, List.of(0L, 1L)));
    drain.closeReached(consumer, writers);

    assertTrue(drain.isDone());
  }

  @Test
  void r16_aPartitionWithoutAPositionIsNotDone() {
    Drain drain = drain(Map.of(0, 0L), Map.of(0, 1L));
    consumer.assign(List.of(P0));

    drain.closeReached(consumer, writers);

    assertFalse(drain.isDone());
  }

  @Test
  void r16_aDrainWhoseLastFlushFailsIsNotDone() {
    Drain drain = drain(Map.of(0, 3L), Map.of(0, 8L));
    consumer.assign(List.of(P0));
    consumer.seek(P0, 8);
    sink.failure = new LedgerException("no database", new IOException("away"));

    assertSame(
        sink.failure,
        assertThrows(LedgerException.class, () -> drain.closeReached(consumer, writers)));

    assertFalse(drain.isDone());
    assertEquals(List.of(), happened);
  }

  private Drain drain(Map<Integer, Long> starts, Map<Integer, Long> ends) {
    RunPlan plan = TestPlans.drain(starts, ends);
    return new Drain(plan, () -> {}, () -> happened.add("done"));
  }

  private static List<Long> offsets(String text) {
    return text == null ? List.of() : Stream.of(text.split(" ")).map(Long::valueOf).toList();
  }

  /** What a poll returns: records of one partition at the given offsets. */
  static ConsumerRecords<byte[], byte[]> records(TopicPartition partition, List<Long> offsets) {
    List<ConsumerRecord<byte[], byte[]>> records =
        offsets.stream()
            .map(
                offset ->
                    new ConsumerRecord<byte[], byte[]>(
                        partition.topic(), partition.partition(), offset, null, new byte[0]))
            .toList();
    return new ConsumerRecords<>(Map.of(partition, records), Map.of());
  }
}
