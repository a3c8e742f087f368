// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.contract;

import dev.sluice.kit.fault.Fault;
import dev.sluice.kit.fault.FaultRun;
import dev.sluice.lab.engine.Capability;
import dev.sluice.lab.engine.EngineExit;
import dev.sluice.lab.run.SinkKind;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Faults do not show in topics either (R11, R13). The topics are in a cluster of their own, so that
 * it can be away while the source's works.
 */
public abstract class TopicFaultContract extends FaultTest {

  private static final Duration SHORT = Duration.ofSeconds(5);
  private static final Duration LONG_ENOUGH_TO_GIVE_UP = Duration.ofSeconds(10);

  protected TopicFaultContract() {
    super(SinkKind.KAFKA);
  }

  @Thorough
  @Requires(Capability.TOPICS)
  @ParameterizedTest
  @EnumSource(names = {"SINK_BROKER_KILLED", "SINK_BROKER_STOPPED", "SINK_BROKER_FROZEN"})
  void r13_aClusterOfTopicsThatIsAwayForAWhileIsWaitedFor(Fault fault) throws Exception {
    pass(SHORT, fault);
  }

  @Thorough
  @Requires(Capability.TOPICS)
  @Test
  void r13_aClusterOfTopicsThatIsDownAtTheStartIsWaitedFor() throws Exception {
    startDuring(Fault.SINK_BROKER_STOPPED, LONG_ENOUGH_TO_GIVE_UP);
  }

  @Thorough
  @Requires(Capability.TOPICS)
  @ParameterizedTest
  @EnumSource(names = {"SINK_BROKER_KILLED", "SINK_BROKER_FROZEN"})
  void r13_aClusterOfTopicsAwayBeyondTheDeadlineFailsTheRunWhichLosesNothing(Fault fault)
      throws Exception {
    try (FaultRun run = begin(launch -> launch.with("retry.deadline.ms", 3_000))) {
      EngineExit exit = run.failBy(fault);
      assertFailed(exit);
      HandMadeTest.assertNames(exit.reason().orElse(""), run.target(), "3000");
      run.end();
    }
  }

  @Thorough
  @Stochastic
  @Requires(Capability.TOPICS)
  @Test
  void r11_killedAtTenMomentsTheTopicsAreTheOracles() throws Exception {
    killAtTenMoments();
  }

  /** The broker lets only the producer that was opened last commit. */
  @Thorough
  @Requires(Capability.TOPICS)
  @Test
  void r18_frozenInATransactionOfTopicsAndReplacedItDoesNoHarmWhenItContinues() throws Exception {
    freezeInTransactionAndReplace();
  }

  /** Faults, moments and durations are drawn from the seed. */
  @Thorough
  @Stochastic
  @Requires(Capability.TOPICS)
  @Test
  void r11_afterAnyScheduleOfFaultsTheTopicsAreTheOracles() throws Exception {
    runSchedule();
  }
}
