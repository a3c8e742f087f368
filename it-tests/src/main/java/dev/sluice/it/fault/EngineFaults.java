package dev.sluice.it.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.lab.engine.EngineChild;
import dev.sluice.lab.engine.EngineExit;
import dev.sluice.lab.engine.EngineStatus;
import java.util.Optional;

/** What happens to the engine's own process. */
final class EngineFaults {

  static Outage kill(Ordeal ordeal) {
    EngineChild child = ordeal.engine();
    child.kill();
    assertTrue(child.awaitEnd(ordeal.patience()).killed(), "it had ended before the kill");
    return ordeal::startAgain;
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
