package dev.sluice.kit.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.lab.engine.EngineChild;
import dev.sluice.lab.engine.EngineExit;
import dev.sluice.lab.engine.EngineStatus;
import java.sql.SQLException;
import java.util.Optional;

/** What happens to the engine's own process. */
final class EngineFaults {

  static Outage kill(Ordeal ordeal) {
    EngineChild child = ordeal.engine();
    child.kill();
    assertTrue(child.awaitEnd(ordeal.patience()).killed(), "it had ended before the kill");
    return ordeal::startAgain;
  }

  /** So that of what the database holds the engine has noted nothing. */
  static Outage killAtCommit(Ordeal ordeal) throws Exception {
    DatabaseProxy network = ordeal.network();
    long before = ordeal.counted();
    network.holdReplyToCommit();
    try {
      ordeal.feed();
      ordeal.await("a COMMIT that moves the ledger", () -> isMoveHeld(ordeal, before));
      return kill(ordeal);
    } finally {
      network.heal();
    }
  }

  /** A writer also commits when it has just read the ledger; that one is let go. */
  private static boolean isMoveHeld(Ordeal ordeal, long before) throws SQLException {
    DatabaseProxy network = ordeal.network();
    boolean isHolding = network.isHolding();
    if (isHolding && ordeal.counted() == before) {
      network.holdReplyToCommit();
      return false;
    }
    return isHolding;
  }

  static Outage stop(Ordeal ordeal) {
    EngineExit exit = ordeal.engine().stop(ordeal.patience());
    assertEquals(Optional.empty(), exit.problem());
    assertEquals(Optional.of(EngineStatus.Kind.STOPPED), exit.lastStatus().map(EngineStatus::kind));
    return ordeal::startAgain;
  }

  static Outage freeze(Ordeal ordeal) throws Exception {
    return Freeze.ofTree(ordeal.engine().pid())::close;
  }

  private EngineFaults() {}
}
