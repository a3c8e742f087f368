package dev.sluice.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.engine.ledger.Ledger;
import dev.sluice.engine.ledger.LedgerRow;
import dev.sluice.engine.ledger.PipelineRow;
import dev.sluice.lab.engine.EngineChild;
import dev.sluice.lab.engine.EngineExit;
import dev.sluice.lab.run.EngineSetup;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Killed at any moment, an engine goes on where the ledger stands, and the tables are right (R11).
 */
public abstract class CrashContract extends EngineTest {

  private static final Duration UNTIL_STRUCK = Duration.ofMinutes(2);
  private static final long LOOK_MILLIS = 2;

  /** Small, so that a drain takes many transactions and a kill falls between or into them. */
  private static final int BATCH_RECORDS = 100;

  private static final long SEED = 20_260_101;

  protected CrashContract(String mode) {
    super(mode);
  }

  /**
   * Puts the engine's own record of what it has done back to before all of it.
   *
   * @param runId in the names of groups and folders (R10)
   */
  protected abstract void setBackOwnCommit(Stage stage, EngineSetup setup, String runId)
      throws Exception;

  @Test
  void r11_killedInTheMiddleOfADrainItGoesOnAtTheLedger(Stage stage) throws Exception {
    Stage.Scene scene = Scenes.traffic(stage, 1);
    EngineSetup setup = stage.setup(mode(), scene).withBatch(BATCH_RECORDS, 5);
    killMidway(stage, scene, setup);
    drain(stage, setup);
    assertEqualToOracle(stage, scene, setup);
  }

  @Test
  void r15_withItsOwnCommitSetBackTheLedgerWins(Stage stage) throws Exception {
    Stage.Scene scene = Scenes.traffic(stage, 2);
    EngineSetup setup = stage.setup(mode(), scene).withBatch(BATCH_RECORDS, 5);
    killMidway(stage, scene, setup);
    setBackOwnCommit(stage, setup, runId(stage, setup));
    drain(stage, setup);
    assertEqualToOracle(stage, scene, setup);
  }

  @Test
  void r9_drainedAgainNothingChanges(Stage stage) throws Exception {
    Stage.Scene scene = Scenes.traffic(stage, 3);
    EngineSetup setup = drainAndCompare(stage, scene);
    setBackOwnCommit(stage, setup, runId(stage, setup));
    drain(stage, setup);
    assertEqualToOracle(stage, scene, setup);
  }

  private void killMidway(Stage stage, Stage.Scene scene, EngineSetup setup) throws Exception {
    long records = scene.oracle().counts().seen();
    // Between a tenth and a half of the way: well into it, and far from its end.
    long at = records / 10 + (long) (new Random(SEED).nextDouble() * records * 0.4);
    try (EngineChild child = setup.start(stage.directory(), status -> {})) {
      awaitSeen(stage, setup, child, at);
      child.kill();
      EngineExit exit = child.awaitEnd(PATIENCE);
      assertTrue(exit.killed(), "it had ended before the kill");
    }
    long seen = seen(stage, setup);
    assertTrue(
        seen >= at && seen < records,
        () -> "seed " + SEED + ": killed at " + seen + " of " + records + ", not midway");
  }

  private static void awaitSeen(Stage stage, EngineSetup setup, EngineChild child, long at)
      throws SQLException, InterruptedException {
    long deadline = System.nanoTime() + UNTIL_STRUCK.toNanos();
    try (Connection connection = stage.connect()) {
      while (seen(connection, setup) < at) {
        assertTrue(
            child.isAlive() && System.nanoTime() < deadline,
            () -> "seed " + SEED + ": it never came to record " + at);
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      }
    }
  }

  private static long seen(Stage stage, EngineSetup setup) throws SQLException {
    try (Connection connection = stage.connect()) {
      return seen(connection, setup);
    }
  }

  /** Zero also as long as there is no ledger yet. */
  private static long seen(Connection connection, EngineSetup setup) throws SQLException {
    String schema = setup.config().postgres().schema();
    String topic = setup.config().kafka().topic();
    if (!Tables.exist(connection, schema)) {
      return 0;
    }
    return Ledger.rows(connection, schema, topic).values().stream()
        .map(LedgerRow::counts)
        .mapToLong(counts -> counts.sum())
        .sum();
  }

  private static String runId(Stage stage, EngineSetup setup) throws SQLException {
    try (Connection connection = stage.connect()) {
      PipelineRow row =
          PipelineRow.read(connection, setup.config().postgres().schema()).orElseThrow();
      assertEquals(setup.config().kafka().topic(), row.topic());
      return row.runId();
    }
  }
}
