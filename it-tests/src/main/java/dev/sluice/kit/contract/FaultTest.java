// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.sluice.kit.fault.Fault;
import dev.sluice.kit.fault.FaultRun;
import dev.sluice.kit.fault.FaultSchedule;
import dev.sluice.kit.fault.KillMoment;
import dev.sluice.kit.testbed.Launch;
import dev.sluice.lab.engine.Capability;
import dev.sluice.lab.engine.EngineChild;
import dev.sluice.lab.engine.EngineExit;
import dev.sluice.lab.engine.EngineStatus;
import dev.sluice.lab.run.SinkKind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Assumptions;

/** The base of contracts that break servers and engines under a run. */
abstract class FaultTest extends EngineTest {

  private final SinkKind sink;

  /**
   * @param sink where the rows of the runs go
   */
  FaultTest(SinkKind sink) {
    this.sink = sink;
  }

  /** Starts a run, or skips the test if its faults cannot be caused. */
  final FaultRun begin(UnaryOperator<Launch> settings) throws Exception {
    requireServersToBreak();
    return FaultRun.begin(sink, testBed(), entry(), seed(), patience(), settings);
  }

  /** Starts the engine during a fault, which lasts for a time at least. */
  final void startDuring(Fault fault, Duration atLeast, UnaryOperator<Launch> settings)
      throws Exception {
    try (FaultRun run = begin(settings)) {
      run.stop();
      run.startDuring(fault, atLeast);
      run.awaitMore();
      run.end();
    }
  }

  /** Kills the engine ten times, at moments drawn from the seed. */
  final void killAtTenMoments(UnaryOperator<Launch> settings) throws Exception {
    SplittableRandom random = new SplittableRandom(seed());
    List<KillMoment> moments = KillMoment.draw(can(Capability.LEDGER), random);
    try (FaultRun run = begin(launch -> settings.apply(launch.with("batch.linger.ms", 500)))) {
      for (KillMoment moment : moments) {
        moment.strike(run, random);
      }
      run.startAgain();
      run.end();
    } catch (AssertionError e) {
      throw new AssertionError("seed %d, %s: %s".formatted(seed(), moments, e.getMessage()), e);
    }
  }

  /** Freezes the engine in a transaction, and lets it continue when another process runs. */
  final void freezeInTransactionAndReplace() throws Exception {
    try (FaultRun run = begin(launch -> launch.with("retry.deadline.ms", 20_000))) {
      EngineChild frozen;
      AutoCloseable freeze = run.freezeInTransaction();
      try (freeze) {
        frozen = run.replace();
        run.awaitMore();
      }
      run.feed();
      try (frozen) {
        EngineExit exit = frozen.stop(patience());
        assertFalse(exit.killed(), "the process that was frozen does not stop");
      }
      run.end();
    }
  }

  /** Lets a run pass through the faults of the seed's schedule. */
  final void runSchedule() throws Exception {
    requireServersToBreak();
    FaultSchedule.of(seed(), entry().mode(), sink).run(testBed(), entry(), patience());
  }

  static void assertFailed(EngineExit exit) {
    assertEquals(1, exit.code());
    assertEquals(Optional.of(EngineStatus.Kind.FAILED), exit.lastStatus().map(EngineStatus::kind));
  }

  private void requireServersToBreak() {
    Assumptions.assumeTrue(
        FaultRun.isPossibleOn(testBed()), "the kit breaks only servers that it has started itself");
  }
}
