// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.kit.testbed.Cases;
import dev.sluice.kit.testbed.KeptRows;
import dev.sluice.kit.testbed.Launch;
import dev.sluice.lab.engine.Capability;
import dev.sluice.model.Position;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** An event is late only if it took too long to arrive (R4, R5). */
public abstract class LatenessContract extends CasesTest {

  private static final String ACCEPTED = "accepted";
  private static final String FUTURE = "malformed from_the_future";

  @Test
  void r4_latenessIsAllowedToTheMicrosecond() throws Exception {
    assertOutcomes(
        usual(),
        Map.of(
            "on-time", ACCEPTED,
            "1us", ACCEPTED,
            "1ms", ACCEPTED,
            "15s-less-1us", ACCEPTED,
            "15s", ACCEPTED,
            "15s-in-another-zone", ACCEPTED,
            "15s-and-1us", "late 15000001",
            "15s-and-1ms", "late 15001000",
            "a-year", "late 31536000000000"));
  }

  @Test
  void r4_whereNoLatenessIsAllowedAMicrosecondIsLate() throws Exception {
    assertOutcomes(
        strict(),
        Map.of(
            "on-time", ACCEPTED,
            "ahead-by-what-is-cut", ACCEPTED,
            "1us", "late 1",
            "1us-by-the-cut", "late 1",
            "1ms", "late 1000",
            "15s", "late 15000000",
            "15s-in-another-zone", "late 15000000",
            "15s-less-1us", "late 14999999"));
  }

  @Test
  void r4_unlimitedLatenessMakesNoEventLate() throws Exception {
    Launch launch = lenient();
    assertOutcomes(launch, Map.of("15s-and-1us", ACCEPTED, "a-year", ACCEPTED, "1us", ACCEPTED));
    assertEquals(Map.of(), rows(launch).late());
  }

  /**
   * After a record of the year 2100, a watermark would make all others late; by any clock, that
   * record is in the future.
   */
  @Test
  void r4_neitherAClockNorOtherRecordsHaveAPartInIt() throws Exception {
    Map<String, String> accepted =
        Map.of(
            "of-2100", ACCEPTED,
            "of-2001-after-2100", ACCEPTED,
            "of-2026-after-2100", ACCEPTED,
            "of-2100-again", ACCEPTED);
    assertOutcomes(usual(), accepted);
    assertOutcomes(strict(), accepted);
  }

  @Test
  void r4_withoutATimestampNoEventIsLateOrOfTheFuture() throws Exception {
    for (Launch launch : List.of(usual(), strict(), lenient())) {
      assertOutcomes(launch, Map.of("no-timestamp-old", ACCEPTED, "no-timestamp-future", ACCEPTED));
    }
  }

  @Test
  void r5_skewIsAllowedToTheMicrosecond() throws Exception {
    assertOutcomes(
        usual(),
        Map.of(
            "ahead-1us", ACCEPTED,
            "ahead-60s", ACCEPTED,
            "ahead-60s-and-1us", FUTURE,
            "ahead-1h-and-1us", FUTURE,
            "ahead-1h-and-2us", FUTURE));
  }

  /** This run keeps no dead letters, except for an engine that declines the limit and keeps all. */
  @Test
  void r5_whereNoSkewIsAllowedAMicrosecondIsTheFuture() throws Exception {
    String future = can(Capability.DEAD_LETTER_LIMIT) ? "nowhere" : FUTURE;
    assertOutcomes(
        strict(),
        Map.of(
            "ahead-by-what-is-cut", ACCEPTED,
            "ahead-1us", future,
            "ahead-60s", future,
            "ahead-1h-and-2us", future));
  }

  @Test
  void r5_aLargerSkewIsAllowedToTheMicrosecond() throws Exception {
    assertOutcomes(
        lenient(),
        Map.of(
            "ahead-60s-and-1us", ACCEPTED,
            "ahead-1h-and-1us", ACCEPTED,
            "ahead-1h-and-2us", FUTURE));
  }

  private void assertOutcomes(Launch launch, Map<String, String> expected) throws Exception {
    KeptRows rows = rows(launch);
    Map<String, String> found = new TreeMap<>();
    for (String name : expected.keySet()) {
      found.put(name, outcome(rows, Cases.RECORDS.position(name)));
    }
    assertEquals(new TreeMap<>(expected), found);
  }

  private static String outcome(KeptRows rows, Position place) {
    if (rows.processed().containsKey(place)) {
      return ACCEPTED;
    }
    if (rows.late().containsKey(place)) {
      return "late " + rows.late().get(place).get("lateness_micros");
    }
    return rows.dead().containsKey(place)
        ? "malformed " + rows.dead().get(place).get("reason")
        : "nowhere";
  }
}
