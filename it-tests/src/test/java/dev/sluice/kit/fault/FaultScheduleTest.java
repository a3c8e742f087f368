// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.lab.engine.Capability;
import dev.sluice.lab.engine.EngineMode;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class FaultScheduleTest {

  private static final EngineMode WHOLE = new EngineMode("whole", "any", Map.of());
  private static final EngineMode MODEST =
      new EngineMode(
          "modest", "any", Map.of(Capability.LEDGER, "none", Capability.WRITE_OUTAGES, "none"));

  @Test
  void theSameSeedGivesTheSameSchedule() {
    assertEquals(FaultSchedule.of(17, WHOLE), FaultSchedule.of(17, WHOLE));
    assertFalse(FaultSchedule.of(17, WHOLE).equals(FaultSchedule.of(18, WHOLE)));
  }

  /**
   * Fifty schedules draw 250 faults: only an incorrect draw would leave out one of the twenty-one.
   */
  @Test
  void fiftySchedulesHaveEveryFault() {
    assertEquals(EnumSet.allOf(Fault.class), drawn(WHOLE));
  }

  /**
   * Each value has a probability of 1/4: only an incorrect draw would leave one out in fifty
   * schedules.
   */
  @Test
  void fiftySchedulesHaveEveryParallelism() {
    assertEquals(
        Set.of(1, 2, 3, 4),
        LongStream.rangeClosed(1, 50)
            .mapToObj(seed -> FaultSchedule.of(seed, WHOLE).settings().get(0).value())
            .collect(Collectors.toSet()));
  }

  @Test
  void whatAModeDeclinesIsNotDrawnForIt() {
    assertEquals(
        EnumSet.complementOf(
            EnumSet.of(
                Fault.COMMIT_REPLY_LOST,
                Fault.ENGINE_KILLED_AT_COMMIT,
                Fault.DATABASE_READ_ONLY,
                Fault.DISK_FULL)),
        drawn(MODEST));
  }

  @Test
  void itSaysItsSeedSettingsAndSteps() {
    FaultSchedule schedule = FaultSchedule.of(3, WHOLE);
    String text = schedule.toString();
    assertTrue(text.startsWith("schedule 3: parallelism="), text);
    schedule.steps().forEach(step -> assertTrue(text.contains(step.fault().name()), text));
  }

  private static Set<Fault> drawn(EngineMode mode) {
    return LongStream.rangeClosed(1, 50)
        .mapToObj(seed -> FaultSchedule.of(seed, mode))
        .flatMap(schedule -> schedule.steps().stream())
        .map(FaultSchedule.Step::fault)
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Fault.class)));
  }
}
