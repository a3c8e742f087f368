// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.engine.decision.DecidedRecord;
import dev.sluice.engine.ledger.LedgerException;
import dev.sluice.engine.plan.RunPlan;
import dev.sluice.engine.write.DecisionSink;
import dev.sluice.model.Event;
import dev.sluice.model.Outcome;
import dev.sluice.model.Position;
import dev.sluice.model.Reason;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LedgerForeachWriterTest {

  /** The time of {@link #EVENT}, in milliseconds. */
  private static final long TIME = 1_735_787_045_000L;

  private static final byte[] EVENT =
      "{\"event_time\":\"2025-01-02T03:04:05Z\",\"host\":\"h\",\"url\":\"/\"}"
          .getBytes(StandardCharsets.UTF_8);

  private static final RunPlan PLAN = TestPlans.endless(Map.of(0, 0L));

  private final RecordedSink sink = new RecordedSink();

  @AfterEach
  void close() {
    IdleWriters.close(PLAN);
  }

  @Test
  void r3_eachRecordReachesTheSinkWithItsPositionItsValueAndItsOutcome() {
    LedgerForeachWriter task = task(PLAN);

    task.process(row(0, 5, TIME, EVENT));
    task.process(row(0, 7, TIME, null));
    task.process(row(0, 8, TIME, new byte[0]));
    task.process(row(0, 9_000_000_000L, TIME + 15_001, EVENT));

    Event event = new Event(null, TIME * 1_000, "h", "/", null, null, null, null, null, null);
    assertEquals(List.of(at(0, 5), at(0, 7), at(0, 8), at(0, 9_000_000_000L)), positions());
    assertEquals(
        List.of(
            new Outcome.Accepted(event),
            new Outcome.Malformed(Reason.NULL_VALUE),
            new Outcome.Malformed(Reason.EMPTY_VALUE),
            new Outcome.Late(event, 15_001_000)),
        sink.added.stream().map(DecidedRecord::outcome).toList());
    assertArrayEquals(EVENT, sink.added.get(0).record().value());
    assertEquals(
        List.of(TIME, TIME, TIME, TIME + 15_001),
        sink.added.stream().map(decided -> decided.record().timestampMillis()).toList());
  }

  /**
   * A drain's batch may be planned beyond the end, and with partitions that have appeared since.
   */
  @Test
  void r16_recordsFromADrainsEndOnDoNotReachTheSink() {
    LedgerForeachWriter task = task(TestPlans.drain(Map.of(0, 5L, 1, 0L), Map.of(0, 7L, 1, 0L)));

    for (long offset = 5; offset < 9; offset++) {
      task.process(row(0, offset, TIME, EVENT));
    }
    task.process(row(1, 0, TIME, EVENT));
    task.process(row(2, 0, TIME, EVENT));

    assertEquals(List.of(at(0, 5), at(0, 6)), positions());
  }

  @Test
  void r15_aPartitionThatAppearedAfterTheStartIsPartOfARunWithoutAnEnd() {
    LedgerForeachWriter task = task(PLAN);

    task.process(row(2, 0, TIME, EVENT));

    assertEquals(List.of(at(2, 0)), positions());
  }

  /** Spark records a batch as done when its tasks have ended. */
  @Test
  void r9_aTaskEndsWhenItsRecordsAreWrittenAndLeavesItsWriterToTheNext() {
    LedgerForeachWriter task = task(PLAN);
    task.process(row(0, 0, TIME, EVENT));
    assertEquals(0, sink.flushes);

    task.close(null);

    assertEquals(1, sink.flushes);
    assertFalse(sink.closed);
    assertSame(sink, IdleWriters.take(PLAN));
  }

  @Test
  void r9_aTaskThatFailsWritesNothingFurther() {
    LedgerForeachWriter task = task(PLAN);
    task.process(row(0, 0, TIME, EVENT));

    task.close(new IllegalStateException("the source failed"));

    assertEquals(0, sink.flushes);
    assertTrue(sink.closed);
    assertIsNotIdle();
  }

  @Test
  void r14_aTaskWhoseLastWriteFailsFailsAndItsWriterIsNotUsedAgain() {
    LedgerForeachWriter task = task(PLAN);
    sink.failure = new LedgerException("no database", new IOException("away"));

    assertSame(sink.failure, assertThrows(LedgerException.class, () -> task.close(null)));

    assertTrue(sink.closed);
    assertIsNotIdle();
  }

  /** Spark closes a writer that it could not open, too. */
  @Test
  void aWriterThatWasNotOpenedCanBeClosed() {
    LedgerForeachWriter task = new LedgerForeachWriter(PLAN);

    task.close(new IllegalStateException("not opened"));
    task.close(null);

    assertEquals(0, sink.flushes);
  }

  /** Spark may repeat a batch with other rows, so its number is not a reason to skip any. */
  @Test
  void r12_noBatchIsSkippedForItsNumber() {
    IdleWriters.giveBack(PLAN, sink);
    for (int repeated = 0; repeated < 2; repeated++) {
      LedgerForeachWriter task = new LedgerForeachWriter(PLAN);
      assertTrue(task.open(0, 3));
      task.process(row(0, repeated, TIME, EVENT));
      task.close(null);
    }

    assertEquals(List.of(at(0, 0), at(0, 1)), positions());
  }

  @Test
  void aCopyThatWasSentToAnExecutorDoesTheSame() throws Exception {
    ByteArrayOutputStream sent = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(sent)) {
      out.writeObject(new LedgerForeachWriter(TestPlans.drain(Map.of(0, 5L), Map.of(0, 7L))));
    }
    ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(sent.toByteArray()));
    LedgerForeachWriter copy = (LedgerForeachWriter) in.readObject();

    IdleWriters.giveBack(PLAN, sink);
    assertTrue(copy.open(0, 0));
    copy.process(row(0, 6, TIME, EVENT));
    copy.process(row(0, 7, TIME, EVENT));
    copy.close(null);

    assertEquals(List.of(at(0, 6)), positions());
  }

  /** A task that was opened, with the sink as its writer. */
  private LedgerForeachWriter task(RunPlan plan) {
    IdleWriters.giveBack(plan, sink);
    LedgerForeachWriter task = new LedgerForeachWriter(plan);
    assertTrue(task.open(0, 0), "the task's records would be skipped");
    return task;
  }

  private void assertIsNotIdle() {
    try (DecisionSink next = IdleWriters.take(PLAN)) {
      assertNotSame(sink, next);
    }
  }

  private static Row row(int partition, long offset, long timestamp, byte[] value) {
    return RowFactory.create(partition, offset, timestamp, value);
  }

  private static Position at(int partition, long offset) {
    return new Position(partition, offset);
  }

  private List<Position> positions() {
    return sink.added.stream().map(decided -> decided.record().position()).toList();
  }
}
