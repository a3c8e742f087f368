package dev.sluice.it.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.it.stage.Stage;
import org.junit.jupiter.api.Test;

/** Where a run begins and ends is a number, fixed before the first record is read (R15, R16). */
public abstract class StartContract extends EngineTest {

  @Test
  void r16_anEmptyTopicDrainsAtOnce() throws Exception {
    Stage.Scene scene = scenes().empty();
    assertEquals(0, scene.oracle().counts().seen());
    drainAndCompare(scene);
  }

  /** Transaction markers and aborted records lie at the end, where no record ever comes. */
  @Test
  void r16_aTopicThatEndsInMarkersDrainsToTheCommittedRecords() throws Exception {
    Stage.Scene scene = scenes().transactions();
    assertEquals(800, scene.oracle().counts().accepted(), "committed copies in both partitions");
    assertEquals(400, scene.oracle().counts().rows());
    drainAndCompare(scene);
  }
}
