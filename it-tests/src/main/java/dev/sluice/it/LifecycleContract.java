package dev.sluice.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.lab.engine.EngineChild;
import dev.sluice.lab.engine.EngineExit;
import dev.sluice.lab.engine.EngineStatus;
import dev.sluice.lab.run.EngineSetup;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** An engine starts, stops and fails as its process contract says (R13, R14). */
public abstract class LifecycleContract extends EngineTest {

  protected LifecycleContract(String mode) {
    super(mode);
  }

  @Test
  void r14_askedToTerminateItStopsInGoodOrderAndGoesOnLater(Stage stage) throws Exception {
    Stage.Scene scene = Scenes.onePartition(stage);
    EngineSetup setup = stage.setup(mode(), scene).withDrain(false);
    try (EngineChild child = setup.start(stage.directory(), status -> {})) {
      child.awaitRunning(PATIENCE);
      assertStopped(child.stop(PATIENCE));
    }
    EngineSetup rest = setup.withDrain(true);
    drain(stage, rest);
    assertEqualToOracle(stage, scene, rest);
  }

  @Test
  void r14_theEndOfStdinStopsASupervisedEngine(Stage stage) throws Exception {
    EngineSetup setup = stage.setup(mode(), Scenes.empty(stage)).withDrain(false);
    try (EngineChild child = setup.start(stage.directory(), status -> {})) {
      child.awaitRunning(PATIENCE);
      child.closeStdin();
      assertStopped(child.awaitEnd(PATIENCE));
    }
  }

  @Test
  void r13_aTopicThatDoesNotExistIsBadConfiguration(Stage stage) throws Exception {
    EngineSetup setup = stage.setup(mode(), Scenes.empty(stage)).withTopic("no_such_topic");
    try (EngineChild child = setup.start(stage.directory(), status -> {})) {
      EngineExit exit = child.awaitEnd(PATIENCE);
      assertEquals(2, exit.code());
      assertEquals(
          Optional.of(EngineStatus.Kind.FAILED), exit.lastStatus().map(EngineStatus::kind));
      String reason = exit.reason().orElse("");
      assertTrue(
          reason.contains("kafka.topic") && reason.contains("no_such_topic"),
          () -> "names neither key nor value: " + reason);
    }
  }

  private static void assertStopped(EngineExit exit) {
    assertEquals(Optional.empty(), exit.problem());
    assertEquals(Optional.of(EngineStatus.Kind.STOPPED), exit.lastStatus().map(EngineStatus::kind));
    assertEquals(0, exit.code());
  }
}
