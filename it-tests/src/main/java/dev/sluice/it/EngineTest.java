package dev.sluice.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.lab.compare.ComparisonResult;
import dev.sluice.lab.compare.Table;
import dev.sluice.lab.compare.TableComparison;
import dev.sluice.lab.engine.EngineChild;
import dev.sluice.lab.engine.EngineExit;
import dev.sluice.lab.engine.EngineStatus;
import dev.sluice.lab.run.EngineSetup;
import dev.sluice.lab.server.LogTail;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the contracts share: an engine's mode, and how it is run and held against the oracle. */
@ExtendWith(StageExtension.class)
abstract class EngineTest {

  /** Beyond this an engine hangs. */
  static final Duration PATIENCE = Duration.ofMinutes(3);

  private static final int LOG_LINES = 60;

  private final String mode;

  EngineTest(String mode) {
    this.mode = mode;
  }

  final String mode() {
    return mode;
  }

  /** The tables that the mode can be measured by: without a ledger, those of rows. */
  final Set<Table> tables(Stage stage) {
    return stage.engine(mode).mode().can("ledger") ? Table.ALL : Table.ROWS;
  }

  /** Runs the engine to its end, which must be a good one. */
  final void drain(Stage stage, EngineSetup setup) {
    try (EngineChild child = setup.start(stage.directory(), status -> {})) {
      EngineExit exit = child.awaitEnd(PATIENCE);
      assertEquals(
          Optional.empty(),
          exit.problem(),
          () -> mode + "; the end of its log:\n" + LogTail.of(child.log(), LOG_LINES));
      assertEquals(
          Optional.of(EngineStatus.Kind.DRAINED), exit.lastStatus().map(EngineStatus::kind));
    }
  }

  /** Asserts that the engine's tables are the oracle's, both ways. */
  final void assertEqualToOracle(Stage stage, Stage.Scene scene, EngineSetup setup)
      throws SQLException {
    try (Connection connection = stage.connect()) {
      ComparisonResult result =
          TableComparison.compare(
              connection, scene.oracleSchema(), setup.config().postgres().schema(), tables(stage));
      assertTrue(result.isIdentical(), () -> mode + " differs from the oracle: " + result);
    }
  }

  /** Drains a scene into a fresh schema and asserts equality. */
  final EngineSetup drainAndCompare(Stage stage, Stage.Scene scene) throws SQLException {
    EngineSetup setup = stage.setup(mode, scene);
    drain(stage, setup);
    assertEqualToOracle(stage, scene, setup);
    return setup;
  }
}
