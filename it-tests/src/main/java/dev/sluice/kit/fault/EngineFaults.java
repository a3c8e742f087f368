// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.lab.engine.EngineChild;
import dev.sluice.lab.engine.EngineExit;
import dev.sluice.lab.engine.EngineStatus;
import java.util.Optional;

/** Faults of the engine's own process. */
final class EngineFaults {

  static Outage kill(FaultRun run) {
    EngineChild child = run.engine();
    child.kill();
    assertTrue(child.awaitEnd(run.patience()).killed(), "the engine exited before the kill");
    return run::startAgain;
  }

  /** Kills the engine after the sink has committed, but before the engine stores its progress. */
  static Outage killAtCommit(FaultRun run) throws Exception {
    AutoCloseable held = run.sink().holdAfterCommit(run);
    try (held) {
      return kill(run);
    }
  }

  static Outage stop(FaultRun run) {
    EngineExit exit = run.engine().stop(run.patience());
    assertEquals(Optional.empty(), exit.problem());
    assertEquals(Optional.of(EngineStatus.Kind.STOPPED), exit.lastStatus().map(EngineStatus::kind));
    return run::startAgain;
  }

  static Outage rescale(FaultRun run) {
    stop(run);
    return run::restartRescaled;
  }

  static Outage freeze(FaultRun run) throws Exception {
    return Freeze.ofTree(run.engine().pid())::close;
  }

  private EngineFaults() {}
}
