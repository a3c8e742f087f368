// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.kit.testbed.Cases;
import dev.sluice.kit.testbed.Events;
import dev.sluice.kit.testbed.HandMade;
import dev.sluice.kit.testbed.KeptRows;
import dev.sluice.kit.testbed.Launch;
import dev.sluice.kit.testbed.Scenarios;
import dev.sluice.kit.testbed.TestBed;
import dev.sluice.kit.testbed.Topics;
import dev.sluice.lab.engine.Capability;
import dev.sluice.lab.oracle.OracleTables;
import dev.sluice.lab.oracle.OutcomeListener;
import dev.sluice.sink.postgres.Ledger;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** One row for each identity, and the same one in any order of the copies (R2, R7). */
public abstract class IdentityContract extends CasesTest {

  private static final int FAR_APART = 32_768;

  @Test
  void r2_recordsWithoutEventIdAreKeptByTheirPosition() throws Exception {
    TestBed.Scenario scenario = scenarios().withoutEventIds();
    List<OracleTables.ProcessedRow> rows = scenario.oracle().processed();
    assertTrue(rows.size() > Scenarios.EVENTS / 10, () -> "only " + rows.size() + " rows");
    assertTrue(rows.stream().allMatch(row -> row.identity().startsWith("p:")));
    drainAndCompare(scenario);
  }

  @Test
  void r2_equalEventsWithoutEventIdAreRowsOfTheirOwn() throws Exception {
    Launch launch = usual();
    KeptRows rows = rows(launch);
    for (String name : List.of("nameless-1", "nameless-2", "nameless-3", "nameless-4")) {
      var place = Cases.RECORDS.position(name);
      assertEquals(
          Map.of(
              "identity",
              "p:%s-%s-%s".formatted(launch.topic(), place.partition(), place.offset()),
              "event_time",
              "2026-01-01T00:00:00.000000Z",
              "host",
              "shop.example",
              "url",
              "/nameless"),
          rows.processed().get(place),
          name);
    }
  }

  @Test
  void r2_identitiesAreComparedByteByByte() throws Exception {
    assertStanding(
        Map.of(
            "e:caf\u00e9", "composed",
            "e:cafe\u0301", "decomposed",
            "e:case", "small",
            "e:CASE", "capital",
            "e:space", "space-none",
            "e:space ", "space-behind",
            "e: space", "space-before",
            "e:7", "seven",
            "e:007", "seven-with-zeros",
            "e:spelled", "spelled-1"));
  }

  @Test
  void r7_ofCopiesInOnePartitionTheFirstStands() throws Exception {
    assertStanding(
        Map.of(
            "e:adjacent",
            "adjacent-1",
            "e:far",
            "far-1",
            "e:bare",
            "bare-1",
            "e:above",
            "above-1"));
  }

  @Test
  void r7_ofCopiesInTwoPartitionsThatOfTheLowerStandsThoughItsOffsetIsHigher() throws Exception {
    HandMade records = Cases.RECORDS;
    assertTrue(
        records.position("across-below").offset() > records.position("across-above").offset());
    assertStanding(Map.of("e:across", "across-below"));
  }

  @Test
  void r7_onlyAcceptedCopiesCount() throws Exception {
    assertStanding(
        Map.of(
            "e:filtered", "filtered-2",
            "e:malformed", "malformed-2",
            "e:late", "late-2",
            "e:then-late", "then-late-1",
            "e:late-below", "late-above"));
  }

  @Test
  void r7_anIdentityMayBeInLateEventsToo() throws Exception {
    KeptRows rows = rows(usual());
    for (String name : List.of("late-1", "then-late-2", "late-below")) {
      String identity = "e:" + name.replaceAll("-[12]$", "");
      assertEquals(identity, rows.late().get(Cases.RECORDS.position(name)).get("identity"), name);
    }
  }

  @Test
  void r7_aRowStandsWithAllOfItsColumnsAndNoOthers() throws Exception {
    KeptRows rows = rows(usual());
    assertEquals(
        Map.of(
            "identity", "e:adjacent",
            "event_time", "2026-01-01T00:00:00.000000Z",
            "host", "shop.example",
            "url", "/adjacent-1",
            "ip", "203.0.113.1",
            "method", "M1",
            "status", "201",
            "bytes", "1",
            "referrer", "r1",
            "user_agent", "u1"),
        rows.processed().get(Cases.RECORDS.position("adjacent-1")));
    assertEquals(
        Map.of(
            "identity", "e:bare",
            "event_time", "2026-01-01T00:00:00.000000Z",
            "host", "shop.example",
            "url", "/bare-1"),
        rows.processed().get(Cases.RECORDS.position("bare-1")),
        "columns of other copies must not appear");
  }

  /**
   * {@code adjacent} and {@code far} have two extra copies; {@code bare}, {@code spelled}, {@code
   * across} and {@code above} have one.
   */
  @Requires(Capability.LEDGER)
  @Test
  void r7_duplicatesAreAcceptedEventsMinusRows() throws Exception {
    Launch launch = usual();
    long accepted;
    try (Connection connection = testBed().connect()) {
      accepted =
          Ledger.rows(connection, launch.schema(), launch.topic()).values().stream()
              .mapToLong(row -> row.counts().accepted())
              .sum();
    }
    assertEquals(8, accepted - rows(launch).processed().size());
  }

  /** Partition 1 is filled and drained first, then partition 0. */
  @Test
  void r7_aCopyOfALowerPartitionThatComesLaterTakesTheRow() throws Exception {
    HandMade records =
        new HandMade(2)
            .add(1, "above", event("shared", "/above", "\"status\":200,\"referrer\":\"r\""))
            .add(1, "single", event("single", "/single", ""))
            .add(1, "above-2", event("shared", "/above-2", ""))
            .add(0, "other", event("other", "/other", ""))
            .add(0, "below", event("shared", "/below", "\"bytes\":7"))
            .add(0, "below-2", event("shared", "/below-2", "\"bytes\":8"));
    TestBed.Scenario scenario =
        records.scenario(
            testBed(),
            testBed().freshName("copies"),
            Cases.source(15_000_000L, 60_000_000, 10_000),
            1);
    Launch launch = launch(scenario);

    drain(launch);
    assertEquals(
        new TreeMap<>(Map.of("e:shared", "/above", "e:single", "/single")), urls(rows(launch)));

    records.send(scenario.topic(), testBed().client(), 0);
    drain(launch);
    KeptRows rows = rows(launch);
    assertEquals(
        new TreeMap<>(Map.of("e:shared", "/below", "e:single", "/single", "e:other", "/other")),
        urls(rows));
    assertEquals(
        Map.of(
            "identity", "e:shared",
            "event_time", "2026-01-01T00:00:00.000000Z",
            "host", "shop.example",
            "url", "/below",
            "bytes", "7"),
        rows.processed().get(records.position("below")),
        "status and referrer of the other copy must be gone");
  }

  /**
   * Two writers write the same identities in opposite order. Each identity comes twice in a row,
   * and twice again 32,768 records later.
   */
  @Thorough
  @Test
  void r7_copiesOfTwoWritersInOppositeOrderLeaveTheLowestAndNeitherHangs() throws Exception {
    TestBed.Scenario scenario = testBed().scenario("opposite", Events.RULES, this::sendOpposite);
    assertEquals(4 * FAR_APART, scenario.oracle().counts().accepted());
    assertEquals(FAR_APART / 2, scenario.oracle().counts().rows());
    assertTrue(
        scenario.oracle().processed().stream().allMatch(row -> row.position().partition() == 0),
        "the lower partition must have all rows");
    drainAndCompare(scenario);
  }

  private OutcomeListener sendOpposite(String topic, Map<String, Object> client) throws Exception {
    List<String> twiceEach =
        IntStream.range(0, FAR_APART)
            .mapToObj(i -> Events.good(String.valueOf(i / 2)))
            .collect(Collectors.toCollection(ArrayList::new));
    Topics topics = new Topics(testBed());
    topics.createAs(topic, 2);
    for (int partition = 0; partition < 2; partition++) {
      String[] values = twiceEach.toArray(String[]::new);
      topics.send(topic, partition, values);
      topics.send(topic, partition, values);
      Collections.reverse(twiceEach);
    }
    return OutcomeListener.NONE;
  }

  private static String event(String id, String url, String members) {
    return HandMade.event(
        HandMade.TIME,
        url,
        "\"event_id\":\"" + id + '"' + (members.isEmpty() ? "" : "," + members));
  }

  /**
   * @param expected the name of the record that is kept, by identity
   */
  private void assertStanding(Map<String, String> expected) throws Exception {
    KeptRows rows = rows(usual());
    Map<String, String> standing = urls(rows);
    standing.keySet().retainAll(expected.keySet());
    Map<String, String> urls = new TreeMap<>(expected);
    urls.replaceAll((identity, name) -> "/" + name);
    assertEquals(urls, standing);
    for (String name : expected.values()) {
      assertTrue(
          rows.processed().containsKey(Cases.RECORDS.position(name)),
          () -> name + ": no row at its position");
    }
  }

  private static Map<String, String> urls(KeptRows rows) {
    Map<String, String> urls = new TreeMap<>();
    rows.processed().values().forEach(row -> urls.put(row.get("identity"), row.get("url")));
    return urls;
  }
}
