// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.lab.engine.EngineChild;
import dev.sluice.lab.engine.EngineExit;
import dev.sluice.lab.engine.EngineStatus;
import java.sql.SQLException;
import java.util.Optional;

/** Faults of the engine's own process. */
final class EngineFaults {

  static Outage kill(FaultRun run) {
    EngineChild child = run.engine();
    child.kill();
    assertTrue(child.awaitEnd(run.patience()).killed(), "the engine exited before the kill");
    return run::startAgain;
  }

  /**
   * Kills the engine after the database has committed, but before the engine can store its own
   * progress.
   */
  static Outage killAtCommit(FaultRun run) throws Exception {
    DatabaseProxy network = run.network();
    long before = run.counted();
    network.holdReplyToCommit();
    try {
      run.feed();
      run.await("a COMMIT that moves the ledger", () -> isMoveHeld(run, before));
      return kill(run);
    } finally {
      network.heal();
    }
  }

  /** A writer also commits after it has only read the ledger; such a commit is released. */
  private static boolean isMoveHeld(FaultRun run, long before) throws SQLException {
    DatabaseProxy network = run.network();
    boolean isHolding = network.isHolding();
    if (isHolding && run.counted() == before) {
      network.holdReplyToCommit();
      return false;
    }
    return isHolding;
  }

  static Outage stop(FaultRun run) {
    EngineExit exit = run.engine().stop(run.patience());
    assertEquals(Optional.empty(), exit.problem());
    assertEquals(Optional.of(EngineStatus.Kind.STOPPED), exit.lastStatus().map(EngineStatus::kind));
    return run::startAgain;
  }

  static Outage freeze(FaultRun run) throws Exception {
    return Freeze.ofTree(run.engine().pid())::close;
  }

  private EngineFaults() {}
}
