// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.kit.testbed.Events;
import dev.sluice.kit.testbed.Launch;
import dev.sluice.kit.testbed.Schemas.LedgerLine;
import dev.sluice.kit.testbed.TestBed;
import dev.sluice.kit.testbed.Topics;
import dev.sluice.lab.engine.Capability;
import dev.sluice.lab.engine.EngineChild;
import dev.sluice.lab.engine.EngineExit;
import dev.sluice.lab.engine.EngineStatus;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A drain ends at offsets that were fixed before the first record is read (R16). */
public abstract class DrainContract extends HandMadeTest {

  private static final int BACKLOG = 5_000;
  private static final int BATCH_RECORDS = 100;

  /**
   * One partition ends in an open transaction, one ends in a marker, and one has no record. As soon
   * as the engine runs, the transaction is committed and all three get more records.
   */
  @Test
  void r16_aDrainEndsWhereItsTopicEndedWhenItBegan() throws Exception {
    String topic = topics().create("ends", 3);
    topics().send(topic, 0, Events.good("a", BACKLOG));
    try (Topics.Transaction committed = topics().begin(topic)) {
      committed.send(1, Events.good("b", 2));
      committed.commit();
    }
    Launch launch = launchOf(topic).inBatchesOf(BATCH_RECORDS);
    Run run;
    try (Topics.Transaction open = topics().begin(topic)) {
      open.send(0, Events.good("open", 2));
      run =
          drainHeard(
              launch,
              () -> {
                open.commit();
                topics().send(topic, 0, Events.good("more", 100));
                topics().send(topic, 1, Events.good("one more"));
                topics().send(topic, 2, Events.good("first"));
              });
    }
    assertEquals(Map.of(0, 0L, 1, 0L, 2, 0L), run.starts());
    assertEquals(Map.of(0, 5_000L, 1, 3L, 2, 0L), run.ends());
    assertEquals(
        List.of("0 5000 4999", "1 2 1"),
        select(
            launch,
            "SELECT source_partition, count(*), max(source_offset) FROM %s.processed_events"
                + " GROUP BY 1 ORDER BY 1"));
    if (can(Capability.LEDGER)) {
      assertEquals(
          Map.of(
              0,
              new LedgerLine(0, 5_000, Map.of("accepted", 5_000L)),
              1,
              new LedgerLine(0, 2, Map.of("accepted", 2L)),
              2,
              new LedgerLine(0, 0, Map.of())),
          ledger(launch));
    }
  }

  /**
   * Each process reads all, or they share the partitions: the ledger counts each record once, and
   * both know when all is done.
   */
  @Requires(Capability.LEDGER)
  @Test
  void r16_aDrainSharedByProcessesEndsInEachOfThem() throws Exception {
    TestBed.Scenario scenario = scenarios().traffic(1);
    Launch launch = launch(scenario).inBatchesOf(BATCH_RECORDS);
    Path other = testBed().directory().freshFile(entry().mode().name(), "-state");
    try (EngineChild one = launch.start();
        EngineChild two = launch.with("state.dir", other.toString()).start()) {
      for (EngineChild each : List.of(one, two)) {
        EngineExit exit = each.awaitEnd(patience());
        assertEquals(Optional.empty(), exit.problem());
        assertEquals(
            Optional.of(EngineStatus.Kind.DRAINED), exit.lastStatus().map(EngineStatus::kind));
      }
    }
    assertEqualToOracle(scenario, launch);
  }

  @Test
  void r16_anEmptyTopicDrainsAtOnce() throws Exception {
    TestBed.Scenario scenario = scenarios().empty();
    assertEquals(0, scenario.oracle().counts().seen());
    drainAndCompare(scenario);
  }

  /** At the end there are only transaction markers and aborted records, which no reader gets. */
  @Test
  void r16_aTopicThatEndsInMarkersDrainsToTheCommittedRecords() throws Exception {
    TestBed.Scenario scenario = scenarios().transactions();
    assertEquals(800, scenario.oracle().counts().accepted(), "committed copies in both partitions");
    assertEquals(400, scenario.oracle().counts().rows());
    drainAndCompare(scenario);
  }
}
