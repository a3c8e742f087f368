package dev.sluice.it.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.it.stage.Launch;
import dev.sluice.it.stage.Stage;
import dev.sluice.lab.engine.EngineChild;
import dev.sluice.lab.engine.EngineExit;
import dev.sluice.lab.engine.EngineStatus;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** An engine starts, stops and fails as its process contract says (R14). */
public abstract class LifecycleContract extends EngineTest {

  @Test
  void r14_askedToTerminateItStopsInGoodOrderAndGoesOnLater() throws Exception {
    Stage.Scene scene = scenes().onePartition();
    Launch launch = launch(scene);
    try (EngineChild child = launch.forEver().start()) {
      child.awaitRunning(patience());
      assertStopped(child.stop(patience()));
    }
    drainAndCompare(scene, launch);
  }

  @Test
  void r14_theEndOfStdinStopsASupervisedEngine() throws Exception {
    try (EngineChild child = launch(scenes().empty()).forEver().start()) {
      child.awaitRunning(patience());
      child.closeStdin();
      assertStopped(child.awaitEnd(patience()));
    }
  }

  private static void assertStopped(EngineExit exit) {
    assertEquals(Optional.empty(), exit.problem());
    assertEquals(Optional.of(EngineStatus.Kind.STOPPED), exit.lastStatus().map(EngineStatus::kind));
    assertEquals(0, exit.code());
  }
}
