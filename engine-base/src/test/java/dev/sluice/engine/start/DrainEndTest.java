// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.start;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.engine.config.TestConfigs;
import dev.sluice.engine.ledger.GapException;
import dev.sluice.engine.plan.RunPlan;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A drain from 0 to the ends 20 and 5. */
class DrainEndTest {

  private static final RunPlan PLAN =
      new RunPlan(
          TestConfigs.starting("resume", true),
          "run",
          new TreeMap<>(Map.of(0, 0L, 1, 0L)),
          new TreeMap<>(Map.of(0, 20L, 1, 5L)));

  private static DrainEnd end(Map<Integer, Long> next, OptionalLong first) {
    return new DrainEnd(PLAN, new TreeMap<>(next), (partition, offset) -> first);
  }

  private static DrainEnd unasked(Map<Integer, Long> next) {
    return new DrainEnd(
        PLAN,
        new TreeMap<>(next),
        (partition, offset) -> {
          throw new AssertionError("the log must not be queried");
        });
  }

  @Test
  void r16_whereTheLedgerStandsAtTheEndsAllIsDone() {
    assertDoesNotThrow(() -> unasked(Map.of(0, 20L, 1, 5L)).require());
    assertDoesNotThrow(() -> unasked(Map.of(0, 21L, 1, 7L, 2, 0L)).require());
  }

  @Test
  void r16_aRecordBelowTheEndThatIsNotDoneIsNamed() {
    GapException left =
        assertThrows(
            GapException.class, () -> end(Map.of(0, 18L, 1, 5L), OptionalLong.of(19)).require());
    assertTrue(left.getMessage().contains("record 19"), left::getMessage);
    assertTrue(left.getMessage().contains("-0"), left::getMessage);
    assertThrows(GapException.class, () -> end(Map.of(0, 20L), OptionalLong.of(0)).require());
  }

  @Test
  void r16_behindTheLastRecordTheLogMayHaveMarkersAlone() {
    assertDoesNotThrow(() -> end(Map.of(0, 18L, 1, 5L), OptionalLong.empty()).require());
    assertDoesNotThrow(() -> end(Map.of(0, 18L, 1, 5L), OptionalLong.of(20)).require());
  }
}
