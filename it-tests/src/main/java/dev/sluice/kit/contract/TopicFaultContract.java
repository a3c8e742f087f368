// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.contract;

import dev.sluice.kit.fault.Fault;
import dev.sluice.kit.fault.FaultRun;
import dev.sluice.kit.testbed.Launch;
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

  private static final int DEADLINE_MILLIS = 40_000;

  /**
   * Longer than one attempt may take, which is half of the deadline and in which Kafka's clients
   * wait themselves; and short enough for a broker to start again before the deadline.
   */
  private static final Duration LONGER_THAN_ONE_ATTEMPT = Duration.ofSeconds(24);

  /** So that the engine can be frozen after a commit to the topics and before its own. */
  private static final int RARE_OWN_COMMITS_MILLIS = 5_000;

  protected TopicFaultContract() {
    super(SinkKind.KAFKA);
  }

  @Thorough
  @Requires(Capability.TOPICS)
  @ParameterizedTest
  @EnumSource(names = {"SINK_BROKER_KILLED", "SINK_BROKER_FROZEN"})
  void r13_aClusterOfTopicsThatIsAwayForAWhileIsWaitedFor(Fault fault) throws Exception {
    try (FaultRun run = begin(TopicFaultContract::withinDeadline)) {
      run.pass(fault, LONGER_THAN_ONE_ATTEMPT);
      run.end();
    }
  }

  @Thorough
  @Requires(Capability.TOPICS)
  @Test
  void r13_aClusterOfTopicsThatIsDownAtTheStartIsWaitedFor() throws Exception {
    startDuring(
        Fault.SINK_BROKER_STOPPED, LONGER_THAN_ONE_ATTEMPT, TopicFaultContract::withinDeadline);
  }

  private static Launch withinDeadline(Launch launch) {
    return launch.with("retry.deadline.ms", DEADLINE_MILLIS);
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
    killAtTenMoments(launch -> launch.with("commit.interval.ms", RARE_OWN_COMMITS_MILLIS));
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
