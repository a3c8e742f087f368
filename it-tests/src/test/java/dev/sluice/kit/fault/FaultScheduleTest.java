// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.lab.engine.Capability;
import dev.sluice.lab.engine.EngineMode;
import dev.sluice.lab.run.SinkKind;
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
    assertEquals(of(17), of(17));
    assertFalse(of(17).equals(of(18)));
  }

  /**
   * Fifty schedules draw 250 faults: only an incorrect draw would leave out one of the twenty-one.
   */
  @Test
  void fiftySchedulesHaveEveryFaultOfTables() {
    assertEquals(
        EnumSet.complementOf(
            EnumSet.of(
                Fault.ENGINE_RESCALED,
                Fault.WORKER_KILLED,
                Fault.DRIVER_KILLED,
                Fault.JOBMANAGER_KILLED,
                Fault.SINK_BROKER_KILLED,
                Fault.SINK_BROKER_STOPPED,
                Fault.SINK_BROKER_FROZEN)),
        drawn(WHOLE, SinkKind.POSTGRES));
  }

  @Test
  void fiftySchedulesHaveEveryFaultOfTopics() {
    assertEquals(
        EnumSet.of(
            Fault.ENGINE_KILLED,
            Fault.ENGINE_STOPPED,
            Fault.ENGINE_RESCALED,
            Fault.ENGINE_FROZEN,
            Fault.BROKER_KILLED,
            Fault.BROKER_STOPPED,
            Fault.BROKER_FROZEN,
            Fault.SINK_BROKER_KILLED,
            Fault.SINK_BROKER_STOPPED,
            Fault.SINK_BROKER_FROZEN),
        drawn(WHOLE, SinkKind.KAFKA));
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
            .mapToObj(seed -> of(seed).settings().get(0).value())
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
                Fault.DISK_FULL,
                Fault.WORKER_KILLED,
                Fault.DRIVER_KILLED,
                Fault.JOBMANAGER_KILLED,
                Fault.ENGINE_RESCALED,
                Fault.SINK_BROKER_KILLED,
                Fault.SINK_BROKER_STOPPED,
                Fault.SINK_BROKER_FROZEN)),
        drawn(MODEST, SinkKind.POSTGRES));
  }

  @Test
  void itSaysItsSeedSettingsAndSteps() {
    FaultSchedule schedule = of(3);
    String text = schedule.toString();
    assertTrue(text.startsWith("schedule 3 to postgres: parallelism="), text);
    schedule.steps().forEach(step -> assertTrue(text.contains(step.fault().name()), text));
  }

  private static FaultSchedule of(long seed) {
    return FaultSchedule.of(seed, WHOLE, SinkKind.POSTGRES);
  }

  private static Set<Fault> drawn(EngineMode mode, SinkKind sink) {
    return LongStream.rangeClosed(1, 50)
        .mapToObj(seed -> FaultSchedule.of(seed, mode, sink))
        .flatMap(schedule -> schedule.steps().stream())
        .map(FaultSchedule.Step::fault)
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Fault.class)));
  }
}
