// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.engine.ledger.LedgerRow;
import dev.sluice.kit.testbed.Cases;
import dev.sluice.kit.testbed.KeptRows;
import dev.sluice.kit.testbed.Launch;
import dev.sluice.kit.testbed.TestBed;
import dev.sluice.lab.engine.Capability;
import dev.sluice.model.Position;
import dev.sluice.sink.postgres.Ledger;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Bad input becomes a row in a table or a number in the ledger, and stops nothing (R3, R6, R8,
 * R13).
 */
public abstract class MalformedContract extends CasesTest {

  /** The counts of partition 1, which do not depend on the allowed skew. */
  private static final Map<String, Long> MALFORMED_ABOVE =
      Map.of(
          "malformed:not_json", 2L,
          "malformed:bad_number", 5L,
          "malformed:not_utf8", 4L,
          "malformed:null_value", 1L,
          "malformed:empty_value", 1L,
          "malformed:record_too_large", 1L);

  @Test
  void r13_malformedRecordsAloneNeverStopIt() throws Exception {
    TestBed.Scenario scenario = scenarios().malformedOnly();
    assertEquals(0, scenario.oracle().counts().accepted());
    assertTrue(scenario.oracle().deadLetters().size() > 1_000, "too few dead letters");
    drainAndCompare(scenario);
  }

  @Test
  void r6_aRecordMayHave524288BytesAndNoMore() throws Exception {
    KeptRows rows = rows(usual());
    assertEquals("/largest", rows.processed().get(Cases.RECORDS.position("largest")).get("url"));
    Map<String, String> tooLarge = rows.dead().get(Cases.RECORDS.position("too-large"));
    assertEquals("record_too_large", tooLarge.get("reason"));
    assertEquals("524289", tooLarge.get("raw_length"));
  }

  @Test
  void r8_ofADeadLetterTheFirst4096BytesAreKeptWithLengthAndHashOfAll() throws Exception {
    KeptRows rows = rows(usual());
    for (String name :
        List.of("binary-4095", "binary-4096", "binary-4097", "binary-100000", "too-large")) {
      assertRaw(name, "reason", rows.dead());
    }
    assertEquals(
        2 * 4_096, rows.dead().get(Cases.RECORDS.position("binary-4097")).get("raw").length());
  }

  /** Cuts bytes, not characters: the cut at 4,096 bytes is inside a character. */
  @Test
  void r8_ofALateEventTheFirst4096BytesAreKeptWithLengthAndHashOfAll() throws Exception {
    KeptRows rows = rows(usual());
    for (String name : List.of("late-4095", "late-4096", "late-4097", "late-100000")) {
      assertRaw(name, "reason identity event_time lateness_micros", rows.late());
    }
    String kept = rows.late().get(Cases.RECORDS.position("late-100000")).get("raw");
    assertTrue(kept.endsWith("c3"), "the last kept byte must be the first byte of a character");
  }

  @Test
  void r8_nothingIsKeptOfARecordWithoutAValueAndNoBytesOfAnEmptyOne() throws Exception {
    KeptRows rows = rows(usual());
    assertEquals(
        Map.of("reason", "null_value"), rows.dead().get(Cases.RECORDS.position("no-value")));
    assertEquals(
        Map.of(
            "reason", "empty_value",
            "raw", "",
            "raw_length", "0",
            "raw_sha256", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        rows.dead().get(Cases.RECORDS.position("no-bytes")),
        "the hash of an empty value");
  }

  @Test
  void r8_allDeadLettersAreKeptBelowTheLimit() throws Exception {
    assertKept(
        Map.ofEntries(
            Map.entry("0 not_json", Set.of("json-1", "json-2", "json-3", "json-4", "json-5")),
            Map.entry("0 bad_number", Set.of("number-1", "number-2", "number-3", "number-4")),
            Map.entry("0 wrong_type", Set.of("malformed-1")),
            Map.entry(
                "0 from_the_future",
                Set.of("ahead-60s-and-1us", "ahead-1h-and-1us", "ahead-1h-and-2us")),
            Map.entry("1 not_json", Set.of("json-11", "json-13")),
            Map.entry(
                "1 bad_number",
                Set.of("number-11", "number-12", "number-13", "number-14", "number-15")),
            Map.entry(
                "1 not_utf8", Set.of("binary-4095", "binary-4096", "binary-4097", "binary-100000")),
            Map.entry("1 null_value", Set.of("no-value")),
            Map.entry("1 empty_value", Set.of("no-bytes")),
            Map.entry("1 record_too_large", Set.of("too-large"))),
        usual());
  }

  /** The batches have four records, so a reason occurs in many transactions. */
  @Requires(Capability.DEAD_LETTER_LIMIT)
  @Test
  void r8_theFirstThreeOfEachPartitionAndReasonAreKept() throws Exception {
    assertKept(
        Map.ofEntries(
            Map.entry("0 not_json", Set.of("json-1", "json-2", "json-3")),
            Map.entry("0 bad_number", Set.of("number-1", "number-2", "number-3")),
            Map.entry("0 wrong_type", Set.of("malformed-1")),
            Map.entry("0 from_the_future", Set.of("ahead-1h-and-2us")),
            Map.entry("1 not_json", Set.of("json-11", "json-13")),
            Map.entry("1 bad_number", Set.of("number-11", "number-12", "number-13")),
            Map.entry("1 not_utf8", Set.of("binary-4095", "binary-4096", "binary-4097")),
            Map.entry("1 null_value", Set.of("no-value")),
            Map.entry("1 empty_value", Set.of("no-bytes")),
            Map.entry("1 record_too_large", Set.of("too-large"))),
        lenient());
  }

  @Requires(Capability.DEAD_LETTER_LIMIT)
  @Test
  void r8_noneIsKeptWhereTheLimitIsZero() throws Exception {
    assertKept(Map.of(), strict());
  }

  @Requires({Capability.DEAD_LETTER_LIMIT, Capability.LEDGER})
  @Test
  void r8_deadLettersBeyondTheLimitAreCounted() throws Exception {
    assertEquals(List.of(malformedBelow(1), MALFORMED_ABOVE), malformedCounts(lenient()));
    assertEquals(List.of(malformedBelow(5), MALFORMED_ABOVE), malformedCounts(strict()));
  }

  @ProvesDecline(Capability.DEAD_LETTER_LIMIT)
  @Test
  void r17_aLimitOfDeadLettersIsRefused() {
    for (long limit : new long[] {3, 0}) {
      String reason =
          refusal(launch(Cases.usual(testBed())).with("dead.letters.per.reason", limit));
      assertTrue(
          reason.contains("dead.letters.per.reason"),
          () -> "the reason does not name the key: " + reason);
    }
  }

  /** The counts of partition 0. */
  private static Map<String, Long> malformedBelow(long ofTheFuture) {
    return Map.of(
        "malformed:not_json", 5L,
        "malformed:bad_number", 4L,
        "malformed:wrong_type", 1L,
        "malformed:from_the_future", ofTheFuture);
  }

  private List<Map<String, Long>> malformedCounts(Launch launch) throws Exception {
    try (Connection connection = testBed().connect()) {
      return Ledger.rows(connection, launch.schema(), launch.topic()).values().stream()
          .map(MalformedContract::malformed)
          .toList();
    }
  }

  private static Map<String, Long> malformed(LedgerRow row) {
    return row.counts().asMap().entrySet().stream()
        .filter(count -> count.getKey().startsWith("malformed:"))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /**
   * @param expected the names of the dead letters, by partition and reason
   */
  private void assertKept(Map<String, Set<String>> expected, Launch launch) throws Exception {
    Map<String, Set<String>> sorted = new TreeMap<>(expected);
    sorted.replaceAll((key, names) -> new TreeSet<>(names));
    Map<String, Set<String>> kept = new TreeMap<>();
    rows(launch)
        .dead()
        .forEach(
            (place, row) ->
                kept.computeIfAbsent(
                        place.partition() + " " + row.get("reason"), key -> new TreeSet<>())
                    .addAll(Cases.RECORDS.names(Set.of(place))));
    assertEquals(sorted, kept);
  }

  private static void assertRaw(
      String name, String otherColumns, SortedMap<Position, Map<String, String>> table) {
    Map<String, String> row = new TreeMap<>(table.get(Cases.RECORDS.position(name)));
    row.keySet().removeAll(Set.of(otherColumns.split(" ")));
    assertEquals(KeptRows.raw(Cases.RECORDS.value(name)), row, name);
  }
}
