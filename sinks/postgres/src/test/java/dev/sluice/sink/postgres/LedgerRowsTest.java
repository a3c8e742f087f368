// SPDX-License-Identifier: Apache-2.0
package dev.sluice.sink.postgres;

import static dev.sluice.sink.postgres.TestRun.TOPIC;
import static dev.sluice.sink.postgres.TestRun.accepted;
import static dev.sluice.sink.postgres.TestRun.decision;
import static dev.sluice.sink.postgres.TestRun.late;
import static dev.sluice.sink.postgres.TestRun.malformed;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.engine.decision.DecidedRecord;
import dev.sluice.model.Event;
import dev.sluice.model.Outcome;
import dev.sluice.model.Reason;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the contents of the three tables of rows (R7, R8). */
@ParameterizedClass(name = "direct writes up to {0} rows")
@ValueSource(ints = {0, PgSinkWriter.DIRECT_ROWS})
@ExtendWith(TestPostgres.Extension.class)
class LedgerRowsTest {

  /**
   * The SHA-256 of no bytes, of {@code abc} (FIPS 180-2) and of 4,097 times {@code x} (sha256sum).
   */
  private static final String SHA_EMPTY =
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

  private static final String SHA_ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
  private static final String SHA_4097_X =
      "3e97197f4b8d46a893067c94ab15e195e3d97fb5f24eede5ef047b571240d92b";

  @Parameter int direct;

  private final TestPostgres postgres;

  LedgerRowsTest(TestPostgres postgres) {
    this.postgres = postgres;
  }

  private static final List<String> LOWEST_OF_A =
      List.of("e:a|0|5|1700000000000000|example.org|/0-5|null|GET|200|5|null|null");

  /** A copy of one identity, with a payload that depends on the position. */
  private static DecidedRecord copy(int partition, long offset) {
    return accepted(partition, offset, "a", "/" + partition + "-" + offset);
  }

  private static List<DecidedRecord> before(int partition, long offset) {
    return IntStream.range(0, (int) offset)
        .mapToObj(o -> TestRun.filtered(partition, o, "bots"))
        .toList();
  }

  @Test
  void r7_ofCopiesInOneBatchTheLowestPositionStands() throws SQLException {
    TestRun run = new TestRun(postgres, direct, 2);
    List<DecidedRecord> batch = new ArrayList<>();
    batch.add(copy(1, 0));
    batch.addAll(before(0, 5));
    batch.addAll(List.of(copy(0, 5), copy(0, 6), copy(0, 7)));
    run.write(batch);
    assertEquals(LOWEST_OF_A, run.processed());
    assertEquals(
        List.of("0|0|8|{\"accepted\": 3, \"filtered:bots\": 5}", "1|0|1|{\"accepted\": 1}"),
        run.ledger());
  }

  @Test
  void r7_ofCopiesInTwoBatchesTheLowestPositionStandsWhateverTheirOrder() throws SQLException {
    List<DecidedRecord> low = new ArrayList<>(before(0, 5));
    low.add(copy(0, 5));
    List<List<DecidedRecord>> batches =
        new ArrayList<>(List.of(low, List.of(copy(1, 0), copy(1, 1))));
    for (int order = 0; order < 2; order++) {
      TestRun run = new TestRun(postgres, direct, 2);
      batches.forEach(run::write);
      assertEquals(LOWEST_OF_A, run.processed(), "order " + order);
      Collections.reverse(batches);
    }
  }

  @Test
  void r7_higherCopyLeavesTheRowUntouched() throws SQLException {
    TestRun run = new TestRun(postgres, direct, 2);
    run.write(List.of(copy(0, 0)));
    String sql = "SELECT xmin FROM " + run.in("processed_events");
    List<String> writtenBy = postgres.query(sql);
    run.write(List.of(copy(1, 0), copy(1, 1)));
    assertEquals(writtenBy, postgres.query(sql));
  }

  @Test
  void r2_recordsWithoutAnIdAreToldApartByPlaceAndIdsCannotTakeTheirNames() throws SQLException {
    TestRun run = new TestRun(postgres, direct, 1);
    run.write(List.of(accepted(0, 0), accepted(0, 1), accepted(0, 2, "p:hits-0-0", "/x")));
    assertEquals(
        List.of("e:p:hits-0-0", "p:hits-0-0", "p:hits-0-1"),
        postgres.query("SELECT identity FROM " + run.in("processed_events") + " ORDER BY 1"));
  }

  @Test
  void r9_rowsAreLockedInByteOrderAlsoBeyondTheBasicPlane() throws SQLException {
    TestRun run = new TestRun(postgres, direct, 1);
    // U+FFFD is EF BF BD, U+1F600 is F0 9F 98 80; in UTF-16 the second (D83D) comes first.
    List<String> ids = List.of("\uD83D\uDE00", "\uFFFD", "z", "\u00e9", "Z");
    List<DecidedRecord> batch = new ArrayList<>();
    for (int i = 0; i < ids.size(); i++) {
      batch.add(accepted(0, i, ids.get(i), "/"));
    }
    batch.add(accepted(0, 5, "\uD83D\uDE00", "/again"));
    run.write(batch);
    assertEquals(
        List.of("e:Z|4", "e:z|2", "e:\u00e9|3", "e:\uFFFD|1", "e:\uD83D\uDE00|0"),
        postgres.query(
            "SELECT identity, source_offset FROM "
                + run.in("processed_events")
                + " ORDER BY ctid"));
  }

  @Test
  void r6_timesKeepMicrosecondsFromTheFirstYearToTheLast() throws SQLException {
    TestRun run = new TestRun(postgres, direct, 1);
    long first = -62_135_596_800_000_000L;
    long last = 253_402_300_799_999_999L;
    List<DecidedRecord> batch = new ArrayList<>();
    for (long micros : new long[] {first, -1, 0, last}) {
      Event event =
          new Event(
              "t" + batch.size(), micros, "h", "u", "i", "m", 0, 0L, "r", "\u00fc\uD83D\uDE00");
      batch.add(decision(0, batch.size(), "{}", new Outcome.Accepted(event)));
    }
    run.write(batch);
    assertEquals(
        List.of(
            "e:t0|0001-01-01 00:00:00.000000|h|u|i|m|0|0|r|\u00fc\uD83D\uDE00",
            "e:t1|1969-12-31 23:59:59.999999|h|u|i|m|0|0|r|\u00fc\uD83D\uDE00",
            "e:t2|1970-01-01 00:00:00.000000|h|u|i|m|0|0|r|\u00fc\uD83D\uDE00",
            "e:t3|9999-12-31 23:59:59.999999|h|u|i|m|0|0|r|\u00fc\uD83D\uDE00"),
        postgres.query(
            "SELECT identity,"
                + " to_char(event_time AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US'), host, url,"
                + " ip, method, status, bytes, referrer, user_agent FROM "
                + run.in("processed_events")
                + " ORDER BY 1"));
  }

  @Test
  void r8_lateEventsAndDeadLettersKeepTheFirstBytesLengthAndHash() throws SQLException {
    TestRun run = new TestRun(postgres, direct, 1);
    run.write(
        List.of(
            late(0, 0, "abc", 15_000_001),
            malformed(0, 1, Reason.NULL_VALUE, null),
            malformed(0, 2, Reason.EMPTY_VALUE, ""),
            malformed(0, 3, Reason.NOT_JSON, "abc"),
            malformed(0, 4, Reason.NOT_JSON, "x".repeat(4_097))));
    assertEquals(
        List.of("0|0|late|e:late|1700000000000000|15000001|616263|3|" + SHA_ABC), run.late());
    assertEquals(
        List.of(
            "0|1|null_value|null|null|null",
            "0|2|empty_value||0|" + SHA_EMPTY,
            "0|3|not_json|616263|3|" + SHA_ABC,
            "0|4|not_json|" + "78".repeat(4_096) + "|4097|" + SHA_4097_X),
        run.dead());
  }

  @Test
  void r8_deadLettersBeyondTheFirstOfAReasonAreCountedOnlyWhateverTheBatches() throws SQLException {
    List<DecidedRecord> batch = new ArrayList<>();
    for (int offset = 0; offset < 9; offset++) {
      batch.add(malformed(0, offset, offset % 3 == 0 ? Reason.BAD_TIME : Reason.NOT_JSON, "x"));
      batch.add(malformed(1, offset, Reason.NOT_JSON, "x"));
    }
    for (int size : new int[] {1, 2, 7, 100}) {
      TestRun run = new TestRun(postgres, direct, 2);
      run.batch = size;
      run.deadLettersPerReason = 2;
      run.write(batch);
      assertEquals(
          List.of(
              "0|0|bad_time",
              "0|1|not_json",
              "0|2|not_json",
              "0|3|bad_time",
              "1|0|not_json",
              "1|1|not_json"),
          postgres.query(
              "SELECT source_partition, source_offset, reason FROM "
                  + run.in("dead_letters")
                  + " ORDER BY 1, 2"),
          "batches of " + size);
      assertEquals(
          List.of(
              "0|0|9|{\"malformed:bad_time\": 3, \"malformed:not_json\": 6}",
              "1|0|9|{\"malformed:not_json\": 9}"),
          run.ledger(),
          "batches of " + size);
    }
  }

  @Test
  void r7_sinkWithoutALedgerWritesTheSameRows() throws SQLException {
    List<DecidedRecord> log =
        List.of(
            copy(0, 0),
            copy(0, 1),
            accepted(0, 2),
            late(0, 3, "y".repeat(5_000), 20_000_000),
            malformed(0, 4, Reason.NULL_VALUE, null),
            malformed(0, 5, Reason.NOT_UTF8, "z"),
            TestRun.filtered(0, 6, "bots"),
            decision(
                0,
                7,
                "{}",
                new Outcome.Accepted(
                    new Event(
                        "f",
                        -62_135_596_800_000_000L,
                        "h",
                        "u",
                        "1.2.3.4",
                        null,
                        null,
                        Long.MAX_VALUE,
                        "r",
                        "a\\'\"\n\uD83D\uDE00"))));
    TestRun run = new TestRun(postgres, direct, 1);
    run.write(log);

    TestRun upserts = new TestRun(postgres, direct, 1);
    List<JdbcUpsert> tables =
        List.of(
            JdbcUpsert.processedEvents(upserts.schema, TOPIC),
            JdbcUpsert.lateEvents(upserts.schema, TOPIC),
            JdbcUpsert.deadLetters(upserts.schema, TOPIC));
    List<DecidedRecord> backwards = new ArrayList<>(log);
    Collections.reverse(backwards);
    backwards.addAll(log);
    try (Connection connection = upserts.open()) {
      for (DecidedRecord decision : backwards) {
        for (JdbcUpsert table : tables) {
          if (table.takes(decision)) {
            try (PreparedStatement statement = connection.prepareStatement(table.sql())) {
              table.bind(statement, decision);
              statement.executeUpdate();
            }
          }
        }
      }
    }
    assertEquals(run.processed(), upserts.processed());
    assertEquals(run.late(), upserts.late());
    assertEquals(run.dead(), upserts.dead());
    assertEquals(3, upserts.processed().size());
  }

  @Test
  void upsertTakesNoRowOfAnotherTable() {
    JdbcUpsert upsert = JdbcUpsert.lateEvents("s", TOPIC);
    assertThrows(IllegalArgumentException.class, () -> upsert.bind(null, accepted(0, 0)));
  }
}
