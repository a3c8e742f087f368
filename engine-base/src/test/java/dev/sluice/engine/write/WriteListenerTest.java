// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.write;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.engine.config.TestConfigs;
import dev.sluice.engine.decision.DecidedRecord;
import dev.sluice.engine.ledger.Counts;
import dev.sluice.engine.ledger.LedgerRow;
import dev.sluice.engine.plan.RunPlan;
import dev.sluice.engine.sink.Batch;
import dev.sluice.engine.sink.SinkFault;
import dev.sluice.engine.sink.SinkWriter;
import dev.sluice.model.LogRecord;
import dev.sluice.model.Outcome;
import dev.sluice.model.Position;
import dev.sluice.model.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Tests what a listener learns of a writer: each committed record once, also if something fails.
 */
class WriteListenerTest {

  /** Partitions 0 and 1, of which nothing was written. */
  private static final RunPlan PLAN =
      new RunPlan(
          TestConfigs.starting("resume", false),
          "run of WriteListenerTest",
          new TreeMap<>(Map.of(0, 0L, 1, 0L)),
          new TreeMap<>());

  /** What the listener received, in order. */
  private final List<String> received = new ArrayList<>();

  private final WriteListener listener =
      new WriteListener() {
        @Override
        public void committed(Counts counts) {
          received.add("committed " + counts);
        }

        @Override
        public void flushed(int records, Duration took) {
          assertEquals(false, took.isNegative());
          received.add("flushed " + records);
        }

        @Override
        public void retrying() {
          received.add("retrying");
        }
      };

  private final FakeWriter sink = new FakeWriter();

  /** A ledger in memory, whose connection can break at one place. */
  private static final class FakeWriter implements SinkWriter {

    private final SortedMap<Integer, LedgerRow> ledger =
        new TreeMap<>(Map.of(0, LedgerRow.start(0, 0), 1, LedgerRow.start(1, 0)));
    private boolean losesRequest;
    private boolean losesReply;

    /** Partitions that the next commit leaves out before its reply is lost; as topics may. */
    private Set<Integer> leftOut = Set.of();

    /** Whether the reading after a lost reply is as before the commit. */
    private boolean isSlow;

    /** What the next reading returns instead of the ledger; null if it is up to date. */
    private SortedMap<Integer, LedgerRow> stale;

    @Override
    public String target() {
      return "memory";
    }

    @Override
    public SortedMap<Integer, LedgerRow> take(Set<Integer> partitions, Duration left) {
      SortedMap<Integer, LedgerRow> rows = new TreeMap<>(stale == null ? ledger : stale);
      stale = null;
      rows.keySet().retainAll(partitions);
      return rows;
    }

    @Override
    public Commit commit(Batch batch, Duration left) throws SinkFault {
      if (losesRequest) {
        losesRequest = false;
        throw SinkFault.passing("the request is lost", null);
      }
      SortedMap<Integer, LedgerRow> rows = rowsOf(batch);
      if (!rows.equals(batch.assumed())) {
        return new Commit(false, rows, null);
      }
      SortedMap<Integer, LedgerRow> before = new TreeMap<>(ledger);
      for (LedgerRow row : batch.moved()) {
        if (!leftOut.contains(row.partition())) {
          ledger.put(row.partition(), row);
        }
      }
      leftOut = Set.of();
      if (losesReply) {
        losesReply = false;
        stale = isSlow ? before : null;
        throw SinkFault.passing("the reply is lost", null);
      }
      return new Commit(true, rowsOf(batch), null);
    }

    private SortedMap<Integer, LedgerRow> rowsOf(Batch batch) {
      SortedMap<Integer, LedgerRow> rows = new TreeMap<>(ledger);
      rows.keySet().retainAll(batch.assumed().keySet());
      return rows;
    }

    @Override
    public void close() {
      // Nothing is open.
    }
  }

  private LedgerWriter writer() {
    return LedgerWriter.open(PLAN, sink, (partition, offset) -> OptionalLong.empty(), listener);
  }

  private static DecidedRecord malformed(int partition, long offset) {
    return new DecidedRecord(
        new LogRecord(new Position(partition, offset), 1, new byte[] {'{'}),
        new Outcome.Malformed(Reason.NOT_JSON));
  }

  private static DecidedRecord filtered(int partition, long offset) {
    return new DecidedRecord(
        new LogRecord(new Position(partition, offset), 1, new byte[] {'{'}),
        new Outcome.Filtered("bots"));
  }

  /** The first batch: two records of each partition. */
  private static void addTwoOfEach(LedgerWriter writer) {
    for (int partition : new int[] {0, 1}) {
      writer.add(malformed(partition, 0));
      writer.add(filtered(partition, 1));
    }
  }

  private static final String TWO_OF_EACH =
      "committed {\"filtered:bots\": 2, \"malformed:not_json\": 2}";

  @Test
  void aCommitIsReportedWithWhatItAddedToTheLedger() {
    try (LedgerWriter writer = writer()) {
      addTwoOfEach(writer);
      writer.flush();
      writer.add(filtered(1, 2));
      writer.flush();
      writer.flush();
    }
    assertEquals(
        List.of(TWO_OF_EACH, "flushed 4", "committed {\"filtered:bots\": 1}", "flushed 1"),
        received);
  }

  @Test
  void r9_whatTheLedgerHasAlreadyIsFlushedButNotCounted() {
    sink.ledger.put(0, new LedgerRow(0, 0, 2, Counts.of(Map.of("late", 2L))));
    try (LedgerWriter writer = writer()) {
      addTwoOfEach(writer);
      writer.flush();
    }
    assertEquals(
        List.of("committed {\"filtered:bots\": 1, \"malformed:not_json\": 1}", "flushed 4"),
        received);
  }

  @Test
  void r13_aRequestThatWasLostIsCountedOnce() {
    sink.losesRequest = true;
    try (LedgerWriter writer = writer()) {
      addTwoOfEach(writer);
      writer.flush();
    }
    assertEquals(List.of("retrying", TWO_OF_EACH, "flushed 4"), received);
  }

  @Test
  void r9_aCommitWhoseReplyWasLostIsCountedOnce() {
    sink.losesReply = true;
    try (LedgerWriter writer = writer()) {
      addTwoOfEach(writer);
      writer.flush();
    }
    assertEquals(List.of("retrying", TWO_OF_EACH, "flushed 4"), received);
  }

  @Test
  void r9_aReplyLostAfterOneOfTwoPartitionsIsCountedOnceForEach() {
    sink.losesReply = true;
    sink.leftOut = Set.of(1);
    try (LedgerWriter writer = writer()) {
      addTwoOfEach(writer);
      writer.flush();
    }
    String half = "committed {\"filtered:bots\": 1, \"malformed:not_json\": 1}";
    assertEquals(List.of("retrying", half, half, "flushed 4"), received);
  }

  @Test
  void r9_aCommitThatShowsOnlyLaterIsCountedOnce() {
    sink.losesReply = true;
    sink.isSlow = true;
    try (LedgerWriter writer = writer()) {
      addTwoOfEach(writer);
      writer.flush();
    }
    assertEquals(List.of("retrying", TWO_OF_EACH, "flushed 4"), received);
  }

  @Test
  void aRunHasOneListenerUntilItsRegistrationEnds() {
    WriteListeners.Registration registration = WriteListeners.register(PLAN, listener);
    assertEquals(listener, WriteListeners.of(PLAN));
    assertThrows(
        IllegalStateException.class, () -> WriteListeners.register(PLAN, WriteListener.NONE));
    registration.close();
    registration.close();
    assertEquals(WriteListener.NONE, WriteListeners.of(PLAN));
  }
}
