// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.kit.fault.Fault;
import dev.sluice.kit.fault.FaultRun;
import dev.sluice.kit.fault.Outage;
import dev.sluice.lab.engine.Capability;
import dev.sluice.lab.engine.EngineChild;
import dev.sluice.lab.run.SinkKind;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * An engine waits out faults of the infrastructure, and they do not show in the tables (R11, R13).
 */
public abstract class FaultContract extends FaultTest {

  private static final Duration SHORT = Duration.ofSeconds(1);
  private static final Duration LONG_ENOUGH_TO_GIVE_UP = Duration.ofSeconds(10);

  protected FaultContract() {
    super(SinkKind.POSTGRES);
  }

  @Test
  void r13_aBrokerThatIsKilledAndComesBackIsWaitedFor() throws Exception {
    pass(SHORT, Fault.BROKER_KILLED);
  }

  @Test
  void r13_aDatabaseThatIsKilledAndComesBackIsWaitedFor() throws Exception {
    pass(SHORT, Fault.DATABASE_KILLED);
  }

  @Requires(Capability.LEDGER)
  @Test
  void r9_whereTheReplyToACommitIsLostTheLedgerTells() throws Exception {
    pass(Duration.ZERO, Fault.COMMIT_REPLY_LOST, Fault.SESSIONS_TERMINATED, Fault.ROWS_CUT);
  }

  @Test
  void r11_killedAndFrozenItGoesOnAndNothingIsLost() throws Exception {
    pass(SHORT, Fault.ENGINE_KILLED, Fault.ENGINE_FROZEN, Fault.ENGINE_STOPPED);
  }

  @Thorough
  @Stochastic
  @Test
  void r11_killedAtTenMomentsAndStartedEachTimeNothingIsLost() throws Exception {
    killAtTenMoments(UnaryOperator.identity());
  }

  @Requires(Capability.LEDGER)
  @Test
  void r11_killedBetweenTheDatabasesCommitAndItsOwnItGoesOnFromTheLedger() throws Exception {
    pass(Duration.ZERO, Fault.ENGINE_KILLED_AT_COMMIT);
  }

  /**
   * Two processes share the run; one is killed, and the other takes over records that it cannot
   * write yet.
   */
  @Thorough
  @Test
  void r11_rebalancedWhileTheDatabaseIsDownNothingIsLost() throws Exception {
    try (FaultRun run = begin(launch -> launch.with("batch.linger.ms", 500))) {
      try (EngineChild first = run.replace()) {
        run.awaitMore();
        long members = run.members();
        Outage outage = run.strike(Fault.DATABASE_STOPPED);
        try {
          run.feed();
          run.awaitFelt(outage);
          first.kill();
          run.awaitFewerMembersThan(members);
        } finally {
          outage.mend();
        }
      }
      run.awaitMore();
      run.end();
    }
  }

  @Thorough
  @ParameterizedTest
  @EnumSource(names = {"BROKER_STOPPED", "DATABASE_STOPPED"})
  void r13_whatIsDownAtTheStartIsWaitedFor(Fault fault) throws Exception {
    startDuring(fault, LONG_ENOUGH_TO_GIVE_UP, UnaryOperator.identity());
  }

  /** The engine must fail before Kafka revokes its partitions: its deadline is shorter. */
  @Thorough
  @ParameterizedTest
  @EnumSource(names = {"DATABASE_KILLED", "DATABASE_FROZEN"})
  void r13_aDatabaseAwayBeyondTheDeadlineFailsTheRunWhichLosesNothing(Fault fault)
      throws Exception {
    try (FaultRun run = begin(launch -> launch.with("retry.deadline.ms", 3_000))) {
      assertFailed(run.failBy(fault));
      run.end();
    }
  }

  @ProvesDecline(Capability.WRITE_OUTAGES)
  @ParameterizedTest
  @EnumSource(names = {"DATABASE_READ_ONLY", "DISK_FULL"})
  void r17_aDatabaseThatTakesNoWritesFailsTheRunWhichLosesNothing(Fault fault) throws Exception {
    try (FaultRun run = begin(UnaryOperator.identity())) {
      assertFailed(run.failBy(fault));
      run.end();
    }
  }

  /**
   * The replacement must not wait for the frozen one's locks for longer than the server lets it
   * hold them.
   */
  @Thorough
  @Test
  void r11_frozenInATransactionAndReplacedItDoesNoHarmWhenItGoesOn() throws Exception {
    freezeInTransactionAndReplace();
  }

  @Thorough
  @Test
  void r12_rescaledAndSharedByProcessesTheTablesAreTheSame() throws Exception {
    try (FaultRun run = begin(launch -> launch.with("parallelism", 1))) {
      for (int parallelism : new int[] {3, 1}) {
        run.feed();
        run.stop();
        run.restart(launch -> launch.with("parallelism", parallelism));
        run.awaitMore();
      }
      EngineChild first = run.replace();
      run.awaitMore();
      EngineChild second = run.replace();
      run.awaitMore();
      first.kill();
      run.awaitMore();
      try (first;
          second) {
        assertEquals(Optional.empty(), second.stop(patience()).problem());
      }
      run.end();
    }
  }

  @Thorough
  @ParameterizedTest
  @EnumSource(names = {"BROKER_STOPPED", "BROKER_FROZEN"})
  void r13_aBrokerAwayForLongerThanItsSessionsLastIsWaitedFor(Fault fault) throws Exception {
    pass(Duration.ofSeconds(12), fault);
  }

  @Thorough
  @Test
  void r13_aBrokerAwayForLongerThanAMinuteIsWaitedFor() throws Exception {
    pass(Duration.ofSeconds(80), Fault.BROKER_STOPPED);
  }

  @Thorough
  @ParameterizedTest
  @EnumSource(
      names = {
        "DATABASE_STOPPED",
        "DATABASE_RESTARTED",
        "DATABASE_FROZEN",
        "CONNECTIONS_USED_UP",
        "NETWORK_CUT",
        "NETWORK_SLOW"
      })
  void r13_aDatabaseThatCannotBeReachedForAWhileIsWaitedFor(Fault fault) throws Exception {
    pass(Duration.ofSeconds(5), fault);
  }

  @Thorough
  @Requires(Capability.WRITE_OUTAGES)
  @ParameterizedTest
  @EnumSource(names = {"DATABASE_READ_ONLY", "DISK_FULL"})
  void r13_aDatabaseThatTakesNoWritesForAWhileIsWaitedFor(Fault fault) throws Exception {
    pass(Duration.ofSeconds(5), fault);
  }

  /** Lasts longer than the engine waits for a lock or a reply before it gives up the connection. */
  @Thorough
  @ParameterizedTest
  @EnumSource(names = {"TABLE_LOCKED", "NETWORK_STALLED"})
  void r13_whatDoesNotAnswerIsGivenUpAndTriedAgain(Fault fault) throws Exception {
    pass(Duration.ofSeconds(30), fault);
  }

  /** Faults, moments and durations are drawn from the seed. */
  @Thorough
  @Stochastic
  @Test
  void r11_afterAnyScheduleOfFaultsTheTablesAreTheOracles() throws Exception {
    runSchedule();
  }

  private void pass(Duration atLeast, Fault... faults) throws Exception {
    try (FaultRun run = begin(UnaryOperator.identity())) {
      for (Fault fault : faults) {
        run.pass(fault, atLeast);
      }
      run.end();
    }
  }
}
