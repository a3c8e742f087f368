// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.oracle;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.lab.oracle.OracleTables.LedgerRow;
import dev.sluice.lab.oracle.OracleTables.ProcessedRow;
import dev.sluice.model.LogRecord;
import dev.sluice.model.Outcome;
import dev.sluice.model.Position;
import dev.sluice.model.Reason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class OracleFoldTest {

  private final List<String> decided = new ArrayList<>();

  @Test
  void r9_aTopicWithoutRecordsLeavesOneUnmovedLedgerRowAPartition() {
    OracleTables tables = fold(Map.of(0, 0L, 1, 17L), 10).result();

    assertEquals(List.of(ledger(0, 0, 0, Map.of()), ledger(1, 17, 17, Map.of())), tables.ledger());
    assertEquals(List.of(), tables.processed());
    assertEquals(0, tables.counts().seen());
    assertEquals(0, tables.counts().duplicates());
  }

  @Test
  void r9_theLedgerCountsEveryOutcomeAndEndsBehindTheLastRecord() {
    OracleFold fold = fold(Map.of(0, 3L, 1, 0L), 10);
    fold.add(record(0, 3, "accept x"));
    fold.add(record(0, 4, "filter bots"));
    fold.add(record(0, 7, "filter bots"));
    fold.add(record(0, 9, "late y"));
    fold.add(record(0, 20, "bad"));

    OracleTables tables = fold.result();

    assertEquals(
        List.of(
            ledger(
                0,
                3,
                21,
                Map.of("accepted", 1L, "filtered:bots", 2L, "late", 1L, "malformed:not_json", 1L)),
            ledger(1, 0, 0, Map.of())),
        tables.ledger());
    assertEquals(5, tables.counts().seen());
    assertEquals(Map.of("bots", 2L), tables.counts().filteredByRule());
    assertEquals(Map.of("not_json", 1L), tables.counts().malformedByReason());
    assertEquals(
        List.of("0-3 accepted", "0-4 filtered:bots", "0-7 filtered:bots", "0-9 late"),
        decided.subList(0, 4));
  }

  @Test
  void r7_theRowFromTheLowestPartitionAndOffsetStandsWhenTheLowestComesFirst() {
    OracleFold fold = fold(Map.of(0, 0L, 1, 0L), 10);
    fold.add(record(0, 5, "accept x"));
    fold.add(record(0, 6, "accept x"));
    fold.add(record(1, 2, "accept x"));

    assertOneRowAt(fold.result(), 0, 5, 3);
  }

  @Test
  void r7_theRowFromTheLowestPartitionAndOffsetStandsWhenTheLowestComesLast() {
    OracleFold fold = fold(Map.of(0, 0L, 1, 0L), 10);
    fold.add(record(1, 2, "accept x"));
    fold.add(record(1, 3, "accept x"));
    fold.add(record(0, 5, "accept x"));

    assertOneRowAt(fold.result(), 0, 5, 3);
  }

  @Test
  void r7_anIdentityMayBeInLateEventsToo() {
    OracleFold fold = fold(Map.of(0, 0L), 10);
    fold.add(record(0, 0, "late x"));
    fold.add(record(0, 1, "accept x"));

    OracleTables tables = fold.result();

    assertEquals(List.of("e:x"), tables.late().stream().map(row -> row.identity()).toList());
    assertEquals(16_000_001, tables.late().get(0).latenessMicros());
    assertEquals(List.of("e:x"), tables.processed().stream().map(ProcessedRow::identity).toList());
    assertEquals(0, tables.counts().duplicates());
  }

  @Test
  void r7_rowsThatAreHandedOnAreEveryAcceptedOnesInTheirOrderAndAreNotKept() {
    List<String> handedOn = new ArrayList<>();
    OracleFold fold =
        new OracleFold(
            "t",
            Map.of(0, 0L, 1, 0L),
            SpokenDecision::of,
            10,
            OutcomeListener.NONE,
            row -> handedOn.add(row.identity() + " of " + row.event().url()));
    fold.add(record(0, 5, "accept x"));
    fold.add(record(0, 6, "late x"));
    fold.add(record(1, 2, "accept x"));
    fold.add(record(1, 3, "accept"));

    assertEquals(List.of("e:x of /0-5", "e:x of /1-2", "p:t-1-3 of /1-3"), handedOn);
    assertEquals(List.of(), fold.result().processed());
    assertEquals(Map.of("accepted", 3L, "late", 1L), fold.result().counts().byKey());
  }

  @Test
  void r2_anEventWithoutAnIdentityOfItsOwnIsNeverADuplicate() {
    OracleFold fold = fold(Map.of(0, 0L), 10);
    fold.add(record(0, 0, "accept"));
    fold.add(record(0, 1, "accept"));

    assertEquals(
        List.of("p:t-0-0", "p:t-0-1"),
        fold.result().processed().stream().map(ProcessedRow::identity).toList());
  }

  @Test
  void r8_deadLettersBeyondTheCapArePerPartitionAndReasonCountedOnly() {
    OracleFold fold = fold(Map.of(0, 0L, 1, 0L), 2);
    fold.add(record(0, 0, "bad"));
    fold.add(record(0, 1, "bad"));
    fold.add(record(0, 2, "bad"));
    fold.add(new LogRecord(new Position(0, 3), 1, null));
    fold.add(record(1, 0, "bad"));

    OracleTables tables = fold.result();

    assertEquals(
        List.of(new Position(0, 0), new Position(0, 1), new Position(0, 3), new Position(1, 0)),
        tables.deadLetters().stream().map(row -> row.position()).toList());
    assertEquals(
        Map.of("malformed:not_json", 3L, "malformed:null_value", 1L),
        tables.ledger().get(0).counts());
    assertEquals(5, tables.counts().malformed());
  }

  @Test
  void r8_theFirst4096BytesAreKeptWithLengthAndHashOfTheWholeValue() {
    OracleFold fold = fold(Map.of(0, 0L), 10);
    byte[] value = "b".repeat(5_000).getBytes(StandardCharsets.UTF_8);
    fold.add(new LogRecord(new Position(0, 0), 1, value));
    fold.add(new LogRecord(new Position(0, 1), 1, new byte[0]));
    fold.add(new LogRecord(new Position(0, 2), 1, null));

    List<OracleTables.DeadLetterRow> rows = fold.result().deadLetters();

    assertArrayEquals(Arrays.copyOf(value, 4_096), rows.get(0).raw().head());
    assertEquals(5_000, rows.get(0).raw().length());
    assertEquals(0, rows.get(1).raw().length());
    assertEquals(
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", // of no bytes
        HexFormat.of().formatHex(rows.get(1).raw().sha256()));
    assertNull(rows.get(2).raw());
  }

  @Test
  void aRecordOutOfItsPartitionsOrderIsRefused() {
    OracleFold fold = fold(Map.of(0, 4L), 10);
    assertThrows(IllegalArgumentException.class, () -> fold.add(record(0, 3, "accept")));
    assertThrows(IllegalArgumentException.class, () -> fold.add(record(1, 4, "accept")));
    fold.add(record(0, 4, "accept"));
    assertThrows(IllegalArgumentException.class, () -> fold.add(record(0, 4, "accept")));
  }

  private static void assertOneRowAt(OracleTables tables, int partition, long offset, long of) {
    assertEquals(1, tables.processed().size());
    ProcessedRow row = tables.processed().get(0);
    assertEquals(new Position(partition, offset), row.position());
    assertTrue(
        row.event().url().endsWith(partition + "-" + offset),
        "the payload is that position's own: " + row);
    assertEquals(of, tables.counts().accepted());
    assertEquals(of - 1, tables.counts().duplicates());
  }

  private OracleFold fold(Map<Integer, Long> starts, long deadLettersPerReason) {
    return new OracleFold(
        "t",
        starts,
        SpokenDecision::of,
        deadLettersPerReason,
        (LogRecord record, Outcome outcome) ->
            decided.add(
                "%d-%d %s"
                    .formatted(
                        record.position().partition(),
                        record.position().offset(),
                        OutcomeCounts.key(outcome))));
  }

  private static LogRecord record(int partition, long offset, String value) {
    return new LogRecord(
        new Position(partition, offset), 1, value.getBytes(StandardCharsets.UTF_8));
  }

  private static LedgerRow ledger(int partition, long first, long next, Map<String, Long> counts) {
    return new LedgerRow("t", partition, first, next, new TreeMap<>(counts));
  }

  @Test
  void everyReasonHasItsOwnKey() {
    assertEquals(
        "malformed:from_the_future",
        OutcomeCounts.key(new Outcome.Malformed(Reason.FROM_THE_FUTURE)));
  }
}
