// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.engine.ledger.Counts;
import dev.sluice.engine.ledger.LedgerRow;
import dev.sluice.kit.testbed.Events;
import dev.sluice.kit.testbed.Launch;
import dev.sluice.kit.testbed.Schemas.LedgerLine;
import dev.sluice.kit.testbed.TestBed;
import dev.sluice.lab.engine.Capability;
import dev.sluice.lab.engine.EngineChild;
import dev.sluice.lab.engine.EngineExit;
import dev.sluice.sink.postgres.Ledger;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The tables show exactly, at any moment, what was done (R9). */
public abstract class LedgerContract extends HandMadeTest {

  private static final int BATCH_RECORDS = 100;

  @Requires(Capability.LEDGER)
  @Test
  void r9_countsAreThoseWorkedOutByHandAlsoWhereNothingIsToBeDone() throws Exception {
    assertEquals(
        Map.of(
            0,
            new LedgerLine(
                0,
                12,
                Map.of(
                    "accepted", 3L,
                    "late", 2L,
                    "filtered:robots", 2L,
                    "filtered:private", 1L,
                    "malformed:not_json", 2L,
                    "malformed:null_value", 1L,
                    "malformed:not_an_object", 1L)),
            1,
            new LedgerLine(0, 2, Map.of("filtered:robots", 2L)),
            2,
            new LedgerLine(0, 0, Map.of())),
        ledger(drained(byHand())));
  }

  /**
   * The rows behind the counts of the test above; of two copies, the one at the lower position is
   * kept.
   */
  @Test
  void r9_theRowsAreThoseThatTheCountsAreOf() throws Exception {
    Launch launch = drained(byHand());
    assertEquals(List.of("0 0 e:a", "0 1 e:b"), accepted(launch));
    assertEquals(
        List.of("0 3 e:d", "0 11 e:a"),
        select(
            launch,
            "SELECT source_partition, source_offset, identity FROM %s.late_events ORDER BY 1, 2"));
    assertEquals(
        List.of("0 4 not_json", "0 8 null_value", "0 9 not_an_object", "0 10 not_json"),
        select(
            launch,
            "SELECT source_partition, source_offset, reason FROM %s.dead_letters ORDER BY 1, 2"));
  }

  @Requires(Capability.LEDGER)
  @Test
  void r9_atEveryMomentTheLedgerCountsTheRowsThatStand() throws Exception {
    TestBed.Scenario scenario = scenarios().traffic(1);
    Launch launch = launch(scenario).inBatchesOf(BATCH_RECORDS);
    LedgerWatch watch = new LedgerWatch(testBed(), launch);
    try (EngineChild child = launch.start()) {
      watch.untilEndOf(child, patience());
      EngineExit exit = child.awaitEnd(patience());
      assertEquals(Optional.empty(), exit.problem());
    }
    watch.assertSaw(3);
    assertEqualToOracle(scenario, launch);
  }

  /**
   * Records that were deleted before they were read cannot be counted, and nothing may replace
   * them.
   */
  @Requires(Capability.LEDGER)
  @Test
  void r9_recordsThatAreGoneBeforeTheyWereReadAreAGapAndNeverJumped() throws Exception {
    String topic = topics().create("gap", 1);
    topics().send(topic, 0, Events.good("before", 3));
    Launch launch = launchOf(topic);
    drain(launch);
    topics().send(topic, 0, Events.good("after", 5));
    topics().deleteBefore(topic, 0, 5);

    Map<String, List<String>> before = content(launch);
    assertNames(failure(launch, 1), "GAP", topic);
    assertEquals(before, content(launch));
    assertEquals(Map.of(0, new LedgerLine(0, 3, Map.of("accepted", 3L))), ledger(launch));
  }

  @ProvesDecline(Capability.LEDGER)
  @Test
  void r17_withoutALedgerItsRowsNeverMoveAndCountNothing() throws Exception {
    Launch launch = drained(scenarios().onePartition());
    try (Connection connection = testBed().connect()) {
      assertEquals(
          Map.of(0, new LedgerRow(0, 0, 0, Counts.NONE)),
          Ledger.rows(connection, launch.schema(), launch.topic()));
    }
  }
}
