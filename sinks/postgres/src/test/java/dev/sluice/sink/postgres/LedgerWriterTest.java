// SPDX-License-Identifier: Apache-2.0
package dev.sluice.sink.postgres;

import static dev.sluice.sink.postgres.TestRun.accepted;
import static dev.sluice.sink.postgres.TestRun.filtered;
import static dev.sluice.sink.postgres.TestRun.late;
import static dev.sluice.sink.postgres.TestRun.malformed;
import static dev.sluice.sink.postgres.TestRun.range;
import static dev.sluice.sink.postgres.TestRun.saying;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.engine.decision.DecidedRecord;
import dev.sluice.engine.ledger.GapException;
import dev.sluice.engine.ledger.LedgerException;
import dev.sluice.engine.log.LogProbe;
import dev.sluice.engine.write.LedgerWriter;
import dev.sluice.model.Reason;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that the ledger moves with its rows, and never skips records (R9). */
@ParameterizedClass(name = "direct writes up to {0} rows")
@ValueSource(ints = {0, PgSinkWriter.DIRECT_ROWS})
@ExtendWith(TestPostgres.Extension.class)
class LedgerWriterTest {

  @Parameter int direct;

  private final TestPostgres postgres;

  LedgerWriterTest(TestPostgres postgres) {
    this.postgres = postgres;
  }

  private static List<DecidedRecord> oneOfEach() {
    return List.of(
        accepted(0, 0, "a", "/1"),
        filtered(0, 1, "bots"),
        late(0, 2, "{\"late\":1}", 15_000_001),
        malformed(0, 3, Reason.NOT_JSON, "nonsense"),
        accepted(0, 4, "a", "/2"),
        filtered(0, 5, "bots"),
        filtered(0, 6, "assets"));
  }

  @Test
  void r9_everyRecordIsCountedOnceUnderItsOutcome() throws SQLException {
    TestRun run = new TestRun(postgres, direct, 1);
    run.write(oneOfEach());

    assertEquals(
        List.of(
            "0|0|7|{\"late\": 1, \"accepted\": 2, \"filtered:bots\": 2, \"filtered:assets\": 1,"
                + " \"malformed:not_json\": 1}"),
        run.ledger());
    assertEquals(
        List.of("e:a|0|0|1700000000000000|example.org|/1|null|GET|200|5|null|null"),
        run.processed());
    assertEquals(1, run.late().size());
    assertEquals(1, run.dead().size());
  }

  @Test
  void r9_replayedBatchLeavesTheLedgerWhereItWas() throws SQLException {
    TestRun run = new TestRun(postgres, direct, 2);
    List<DecidedRecord> batch = new ArrayList<>(oneOfEach());
    batch.addAll(range(1, 0, 500));
    run.write(batch);
    List<String> before = run.everything();
    List<String> places = run.places();
    long wal = wal();

    run.write(batch);

    long written = wal() - wal;
    assertEquals(before, run.everything());
    assertEquals(places, run.places());
    // A session's temporary tables cost some catalog rows; the 500 rows themselves would be far
    // more.
    assertTrue(written < 100_000, () -> "the replay wrote " + written + " bytes of WAL");
  }

  private long wal() throws SQLException {
    return Long.parseLong(
        postgres.query("SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')").get(0));
  }

  @Test
  void r9_ofAnOverlapOnlyTheRestIsWritten() throws SQLException {
    TestRun run = new TestRun(postgres, direct, 1);
    run.write(range(0, 0, 10));
    run.write(range(0, 5, 15));

    assertEquals(List.of("0|0|15|{\"accepted\": 15}"), run.ledger());
    assertEquals(15, run.processed().size());
  }

  @Test
  void r9_gapFailsAndNothingIsWritten() throws SQLException {
    TestRun run = new TestRun(postgres, direct, 2);
    for (OptionalLong answer : List.of(OptionalLong.of(0), OptionalLong.empty())) {
      try (LedgerWriter writer = run.writer(saying(answer))) {
        range(0, 0, 5).forEach(writer::add);
        range(1, 3, 5).forEach(writer::add);
        GapException gap = assertThrows(GapException.class, writer::flush);
        assertTrue(gap.getMessage().startsWith("GAP: hits-1: the ledger's next is 0"));
        assertThrows(GapException.class, writer::flush, "retrying does not fix a gap");
      }
      assertEquals(List.of("0|0|0|{}", "1|0|0|{}"), run.ledger());
      assertEquals(List.of(), run.processed());
    }
  }

  @Test
  void r9_firstRecordsAboveNextAreTakenWhereTheLogHasNoneBefore() throws SQLException {
    TestRun run = new TestRun(postgres, direct, 1);
    AtomicInteger asked = new AtomicInteger();
    LogProbe probe =
        (partition, offset) -> {
          assertEquals(0, asked.getAndIncrement(), "queried only for the first record");
          assertEquals(0, partition);
          assertEquals(0, offset);
          return OptionalLong.of(3);
        };
    try (LedgerWriter writer = run.writer(probe)) {
      range(0, 3, 5).forEach(writer::add);
      writer.flush();
      // A marker at 5: the reader continued, so what it did not pass on is not in the log.
      range(0, 6, 8).forEach(writer::add);
      writer.flush();
    }
    assertEquals(1, asked.get());
    assertEquals(List.of("0|0|8|{\"accepted\": 4}"), run.ledger());
  }

  @Test
  void r9_ledgerThatAnotherWriterMovedIsTakenAsItIs() throws SQLException {
    TestRun run = new TestRun(postgres, direct, 1);
    List<DecidedRecord> log = range(0, 0, 30);
    try (LedgerWriter writer = run.writer(TestRun.logOf(log));
        LedgerWriter other = run.writer()) {
      log.subList(0, 10).forEach(writer::add);
      writer.flush();
      log.subList(0, 20).forEach(other::add);
      other.flush();
      log.subList(10, 15).forEach(writer::add);
      writer.flush();
      assertEquals(List.of("0|0|20|{\"accepted\": 20}"), run.ledger());
      log.subList(25, 30).forEach(writer::add);
      assertThrows(GapException.class, writer::flush, "20 to 24 were never passed on");
    }
    assertEquals(List.of("0|0|20|{\"accepted\": 20}"), run.ledger());
  }

  @Test
  void r9_ledgerThatFellBackIsAGapAndNotAJump() throws SQLException {
    TestRun run = new TestRun(postgres, direct, 1);
    List<DecidedRecord> log = range(0, 0, 30);
    try (LedgerWriter writer = run.writer(TestRun.logOf(log))) {
      log.subList(0, 10).forEach(writer::add);
      writer.flush();
      // Like a server that lost its last commits (synchronous_commit = off, a stale standby).
      postgres.execute("UPDATE " + run.in("ledger") + " SET next = 5, counts = '{\"accepted\":5}'");
      log.subList(10, 20).forEach(writer::add);
      assertThrows(GapException.class, writer::flush);
    }
    assertEquals(List.of("0|0|5|{\"accepted\": 5}"), run.ledger());
  }

  @Test
  void r9_releasedPartitionIsForgottenAndJoinsAnew() throws SQLException {
    TestRun run = new TestRun(postgres, direct, 2);
    List<DecidedRecord> log = range(0, 0, 20);
    try (LedgerWriter writer = run.writer(TestRun.logOf(log))) {
      log.subList(0, 10).forEach(writer::add);
      writer.flush();
      log.subList(10, 12).forEach(writer::add);
      writer.add(accepted(1, 0));
      writer.release(0);
      writer.release(7);
      writer.flush();
      assertEquals(List.of("0|0|10|{\"accepted\": 10}", "1|0|1|{\"accepted\": 1}"), run.ledger());

      log.subList(12, 14).forEach(writer::add);
      assertThrows(GapException.class, writer::flush);
      writer.release(0);
      log.subList(8, 20).forEach(writer::add);
      writer.flush();
    }
    assertEquals(List.of("0|0|20|{\"accepted\": 20}", "1|0|1|{\"accepted\": 1}"), run.ledger());
  }

  @Test
  void r9_recordsThatGoBackAreReadAgain() throws SQLException {
    TestRun run = new TestRun(postgres, direct, 1);
    try (LedgerWriter writer = run.writer()) {
      range(0, 0, 6).forEach(writer::add);
      range(0, 0, 4).forEach(writer::add);
      writer.flush();
      assertEquals(List.of("0|0|4|{\"accepted\": 4}"), run.ledger());
      range(0, 2, 9).forEach(writer::add);
      writer.flush();
    }
    assertEquals(List.of("0|0|9|{\"accepted\": 9}"), run.ledger());
  }

  @Test
  void r15_partitionThatAppearsLaterStartsAtZero() throws SQLException {
    TestRun run = new TestRun(postgres, direct, 1);
    List<DecidedRecord> batch = new ArrayList<>(range(0, 0, 2));
    batch.addAll(range(3, 0, 4));
    run.write(batch);
    assertEquals(List.of("0|0|2|{\"accepted\": 2}", "3|0|4|{\"accepted\": 4}"), run.ledger());
  }

  @Test
  void r9_ledgerRowThatVanishedIsAnErrorThatSaysSo() throws SQLException {
    TestRun run = new TestRun(postgres, direct, 1);
    postgres.execute("DELETE FROM " + run.in("ledger"));
    LedgerException e = assertThrows(LedgerException.class, () -> run.write(range(0, 0, 2)));
    assertTrue(e.getMessage().contains("no longer has a row for hits-0"), e.getMessage());
    assertEquals(List.of(), run.processed());
  }

  @Test
  void r12_onlyAFlushWritesAndACloseDropsTheBatch() throws SQLException {
    TestRun run = new TestRun(postgres, direct, 1);
    run.batch = 3;
    run.lingerMillis = 0;
    try (LedgerWriter writer = run.writer()) {
      range(0, 0, 8).forEach(writer::add);
      assertEquals(List.of("0|0|0|{}"), run.ledger());
    }
    assertEquals(List.of("0|0|0|{}"), run.ledger());
  }

  @Test
  void closedWriterTakesNothing() throws SQLException {
    TestRun run = new TestRun(postgres, direct, 1);
    LedgerWriter writer = run.writer();
    writer.close();
    writer.close();
    assertThrows(IllegalStateException.class, () -> writer.add(accepted(0, 0)));
  }
}
