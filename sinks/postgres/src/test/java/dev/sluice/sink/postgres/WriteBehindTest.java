// SPDX-License-Identifier: Apache-2.0
package dev.sluice.sink.postgres;

import static dev.sluice.sink.postgres.TestRun.accepted;
import static dev.sluice.sink.postgres.TestRun.range;
import static dev.sluice.sink.postgres.TestRun.saying;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.sluice.engine.ledger.GapException;
import dev.sluice.engine.ledger.LedgerException;
import dev.sluice.engine.write.LedgerWriter;
import dev.sluice.engine.write.WriteBehind;
import dev.sluice.model.Outcome;
import dev.sluice.model.Reason;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tests that writing on another thread changes only when rows are written (R9, R13). */
@ExtendWith(TestPostgres.Extension.class)
@Timeout(60)
class WriteBehindTest {

  private static final long NEVER_MILLIS = 60_000;

  private final TestPostgres postgres;

  WriteBehindTest(TestPostgres postgres) {
    this.postgres = postgres;
  }

  private TestRun run(int batch, long lingerMillis) throws SQLException {
    TestRun run = new TestRun(postgres, PgSinkWriter.DIRECT_ROWS, 2);
    run.batch = batch;
    run.lingerMillis = lingerMillis;
    return run;
  }

  private static WriteBehind open(TestRun run) {
    return WriteBehind.open(run.plan(), run.writer());
  }

  @Test
  void r9_whatWasAddedIsThereWhenAFlushReturns() throws SQLException {
    TestRun run = run(1_000, NEVER_MILLIS);
    try (WriteBehind writer = open(run)) {
      range(0, 0, 2_500).forEach(writer::add);
      range(1, 0, 7).forEach(writer::add);
      writer.flush();
      assertEquals(2_507, run.processed().size());
      assertEquals(
          List.of("0|0|2500|{\"accepted\": 2500}", "1|0|7|{\"accepted\": 7}"), run.ledger());
      writer.flush();
      writer.add(accepted(1, 7));
      writer.flush();
      assertEquals(2_508, run.processed().size());
    }
  }

  @Test
  void aFullBatchIsWrittenWithoutAFlush() throws Exception {
    TestRun run = run(10, NEVER_MILLIS);
    try (WriteBehind writer = open(run)) {
      range(0, 0, 10).forEach(writer::add);
      awaitLedger(run, "0|0|10|{\"accepted\": 10}");
    }
  }

  @Test
  void aBatchWhoseValuesTakeTooMuchIsWrittenWithoutAFlush() throws Exception {
    TestRun run = run(1_000, NEVER_MILLIS);
    byte[] value = new byte[512 * 1024];
    try (WriteBehind writer = open(run)) {
      for (int offset = 0; offset < 65; offset++) {
        writer.add(TestRun.decision(0, offset, value, new Outcome.Malformed(Reason.NOT_JSON)));
      }
      awaitLedger(run, "0|0|64|{\"malformed:not_json\": 64}");
    }
    assertEquals("0|0|64|{\"malformed:not_json\": 64}", run.ledger().get(0));
  }

  @Test
  void aRecordThatLingeredIsWrittenWithoutAFlushAndNotBefore() throws Exception {
    long lingerMillis = 300;
    TestRun run = run(1_000, lingerMillis);
    try (WriteBehind writer = open(run)) {
      for (long offset = 0; offset < 2; offset++) {
        long added = System.nanoTime();
        writer.add(accepted(0, offset));
        awaitLedger(run, "0|0|%1$d|{\"accepted\": %1$d}".formatted(offset + 1));
        long waited = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - added);
        assertTrue(waited >= lingerMillis, () -> "written after " + waited + " ms");
      }
    }
  }

  @Test
  void whileOneBatchIsWrittenTheNextIsGatheredAndNoMoreThanThat() throws Exception {
    TestRun run = run(10, NEVER_MILLIS);
    try (Connection other = lockedLedger(run);
        WriteBehind writer = open(run)) {
      FutureTask<Void> adding = inThread(() -> range(0, 0, 25).forEach(writer::add));
      awaitWaiter();
      awaitState(adding, Thread.State.WAITING);
      assertFalse(adding.isDone(), "the third batch was taken while the first was being written");
      assertTrue(run.processed().isEmpty());
      other.rollback();
      adding.get();
      writer.flush();
      assertEquals(List.of("0|0|25|{\"accepted\": 25}", "1|0|0|{}"), run.ledger());
    }
  }

  @Test
  void r9_aGapIsThrownByTheNextCallAndByAllOthers() throws SQLException {
    TestRun run = run(1_000, NEVER_MILLIS);
    LedgerWriter ledger = run.writer(saying(OptionalLong.of(3)));
    try (WriteBehind writer = WriteBehind.open(run.plan(), ledger)) {
      writer.add(accepted(0, 5));
      GapException gap = assertThrows(GapException.class, writer::flush);
      assertSame(gap, assertThrows(GapException.class, () -> writer.add(accepted(0, 6))));
      assertSame(gap, assertThrows(GapException.class, writer::flush));
      writer.release(0);
    }
    assertTrue(run.processed().isEmpty());
  }

  @Test
  void r13_aDatabaseThatStaysAwayFailsTheNextAdd() throws Exception {
    TestRun run = run(1_000, 1);
    run.deadlineMillis = 50;
    ConnectionSource away =
        () -> {
          throw new SQLException("away", "08001");
        };
    LedgerWriter ledger = run.writer(away, saying(OptionalLong.empty()));
    try (WriteBehind writer = WriteBehind.open(run.plan(), ledger)) {
      AtomicLong offset = new AtomicLong();
      AtomicReference<LedgerException> failure = new AtomicReference<>();
      await(
          () -> {
            try {
              writer.add(accepted(0, offset.getAndIncrement()));
            } catch (LedgerException e) {
              failure.set(e);
            }
            return failure.get() != null;
          });
      String message = failure.get().getMessage();
      assertTrue(message.contains("deadline of 50 ms"), message);
    }
  }

  @Test
  void r13_aFailureIsNoticedWithoutARecordToAdd() throws Exception {
    TestRun run = run(1_000, 1);
    run.deadlineMillis = 50;
    ConnectionSource away =
        () -> {
          throw new SQLException("away", "08001");
        };
    LedgerWriter ledger = run.writer(away, saying(OptionalLong.empty()));
    try (WriteBehind writer = WriteBehind.open(run.plan(), ledger)) {
      writer.check();
      writer.add(accepted(0, 0));
      await(
          () -> {
            try {
              writer.check();
              return false;
            } catch (LedgerException e) {
              assertTrue(e.getMessage().contains("deadline of 50 ms"), e.getMessage());
              return true;
            }
          });
    }
  }

  @Test
  void r10_aReleasedPartitionsRecordsAreNotWritten() throws SQLException {
    TestRun run = run(1_000, NEVER_MILLIS);
    try (WriteBehind writer = open(run)) {
      range(0, 0, 5).forEach(writer::add);
      range(1, 0, 3).forEach(writer::add);
      writer.release(0);
      writer.flush();
      assertEquals(List.of("0|0|0|{}", "1|0|3|{\"accepted\": 3}"), run.ledger());
      range(0, 0, 2).forEach(writer::add);
      writer.flush();
      assertEquals("0|0|2|{\"accepted\": 2}", run.ledger().get(0));
    }
  }

  @Test
  void aReleaseWaitsForWhatIsBeingWritten() throws Exception {
    TestRun run = run(5, NEVER_MILLIS);
    try (Connection other = lockedLedger(run);
        WriteBehind writer = open(run)) {
      range(0, 0, 5).forEach(writer::add);
      awaitWaiter();
      FutureTask<Void> releasing = inThread(() -> writer.release(0));
      awaitState(releasing, Thread.State.WAITING);
      assertFalse(releasing.isDone());
      other.rollback();
      releasing.get();
      assertEquals("0|0|5|{\"accepted\": 5}", run.ledger().get(0));
    }
  }

  @Test
  void aCloseDropsWhatIsGatheredAndEndsAPauseBetweenTries() throws Exception {
    TestRun run = run(1, NEVER_MILLIS);
    run.deadlineMillis = Duration.ofHours(1).toMillis();
    CountDownLatch tried = new CountDownLatch(3);
    ConnectionSource away =
        () -> {
          tried.countDown();
          throw new SQLException("away", "08001");
        };
    WriteBehind writer =
        WriteBehind.open(run.plan(), run.writer(away, saying(OptionalLong.empty())));
    writer.add(accepted(0, 0));
    assertTrue(tried.await(20, TimeUnit.SECONDS));
    writer.close();
    assertThrows(RuntimeException.class, () -> writer.add(accepted(0, 1)));
    writer.close();
    assertNull(threadNamed("sluice-ledger-writer"));
  }

  @Test
  void anInterruptEndsAFlushAndIsKept() throws Exception {
    TestRun run = run(1_000, NEVER_MILLIS);
    try (Connection other = lockedLedger(run);
        WriteBehind writer = open(run)) {
      writer.add(accepted(0, 0));
      Thread.currentThread().interrupt();
      LedgerException failure = assertThrows(LedgerException.class, writer::flush);
      assertInstanceOf(InterruptedException.class, failure.getCause());
      assertTrue(Thread.interrupted());
      other.rollback();
      writer.flush();
      assertEquals("0|0|1|{\"accepted\": 1}", run.ledger().get(0));
    }
  }

  /** A session that keeps every ledger row of the run locked until it rolls back. */
  private Connection lockedLedger(TestRun run) throws SQLException {
    Connection other = postgres.admin();
    other.setAutoCommit(false);
    try (Statement statement = other.createStatement()) {
      statement.execute("SELECT 1 FROM " + run.in("ledger") + " FOR UPDATE");
    }
    return other;
  }

  /** Waits until a session waits for a lock. */
  private void awaitWaiter() throws Exception {
    await(
        () ->
            !postgres
                .query("SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
                .isEmpty());
  }

  private static void awaitLedger(TestRun run, String row) throws Exception {
    await(() -> run.ledger().contains(row));
  }

  private static void awaitState(FutureTask<?> task, Thread.State state) throws Exception {
    await(
        () -> {
          Thread thread = threadNamed(task.toString());
          return thread == null || thread.getState() == state; // null: it has ended
        });
  }

  private static FutureTask<Void> inThread(Runnable work) {
    FutureTask<Void> task = new FutureTask<>(work, null);
    Thread thread = new Thread(task, task.toString());
    thread.setDaemon(true);
    thread.start();
    return task;
  }

  private static Thread threadNamed(String name) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals(name))
        .findFirst()
        .orElse(null);
  }

  /** A condition to wait for. */
  @FunctionalInterface
  private interface Check {
    boolean holds() throws Exception;
  }

  private static void await(Check check) throws Exception {
    long giveUp = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!check.holds()) {
      if (System.nanoTime() > giveUp) {
        fail("timed out waiting for the condition after 30 s");
      }
      Thread.sleep(5);
    }
  }
}
