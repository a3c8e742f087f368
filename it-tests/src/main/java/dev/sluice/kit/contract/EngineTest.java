package dev.sluice.kit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.kit.testbed.Launch;
import dev.sluice.kit.testbed.Scenarios;
import dev.sluice.kit.testbed.Tables;
import dev.sluice.kit.testbed.TestBed;
import dev.sluice.lab.compare.ComparedTable;
import dev.sluice.lab.compare.ComparisonResult;
import dev.sluice.lab.compare.TableComparison;
import dev.sluice.lab.engine.Capability;
import dev.sluice.lab.engine.EngineCatalog;
import dev.sluice.lab.engine.EngineChild;
import dev.sluice.lab.engine.EngineExit;
import dev.sluice.lab.engine.EngineStatus;
import dev.sluice.lab.server.LogTail;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What the contracts share: the engine that is tested, and how it is run and held against truth.
 */
@ExtendWith(KitExtension.class)
abstract class EngineTest {

  private static final int LOG_LINES = 60;

  /** So short that what is waited for is met soon after it came about. */
  private static final long LOOK_MILLIS = 2;

  private TestBed testBed;
  private EngineCatalog.Entry entry;
  private long seed;
  private Duration patience;
  private boolean hasOwnState;

  final void enter(
      TestBed servers,
      EngineCatalog.Entry engine,
      long runSeed,
      Duration untilHanging,
      boolean keepsOwnState) {
    testBed = servers;
    entry = engine;
    seed = runSeed;
    patience = untilHanging;
    hasOwnState = keepsOwnState;
  }

  final TestBed testBed() {
    return testBed;
  }

  /** The engine that is tested, and its mode. */
  final EngineCatalog.Entry entry() {
    return entry;
  }

  /** The seed of stochastic tests; to be named in their failures. */
  final long seed() {
    return seed;
  }

  /** Beyond this an engine hangs. */
  final Duration patience() {
    return patience;
  }

  /** Whether the engine is known to note its own progress beside the ledger. */
  final boolean hasOwnState() {
    return hasOwnState;
  }

  final boolean can(Capability capability) {
    return entry.mode().can(capability);
  }

  /** What the engine is tried on: under the default rules, as far as it can do their conditions. */
  final Scenarios scenarios() {
    return new Scenarios(testBed, testBed.rulesFor(entry.mode()));
  }

  /** What the engine is started with to drain a scenario into a schema that no one used before. */
  final Launch launch(TestBed.Scenario scenario) {
    return testBed.launch(entry, scenario);
  }

  /**
   * The scenario as the engine drained it with default settings; once for all tests that only look.
   */
  final Launch drained(TestBed.Scenario scenario) {
    return drained(scenario, UnaryOperator.identity());
  }

  /** The same with settings of the scenario's own, which are the same in all of its tests. */
  final Launch drained(TestBed.Scenario scenario, UnaryOperator<Launch> settings) {
    return testBed.once(
        entry,
        scenario,
        () -> {
          Launch launch = settings.apply(launch(scenario));
          drain(launch);
          return launch;
        });
  }

  /** Runs the engine to its end, which must be a good one. */
  final EngineExit drain(Launch launch) {
    try (EngineChild child = launch.start()) {
      EngineExit exit = child.awaitEnd(patience);
      assertEquals(
          Optional.empty(),
          exit.problem(),
          () -> child.name() + "; the end of its log:\n" + LogTail.of(child.log(), LOG_LINES));
      assertEquals(
          Optional.of(EngineStatus.Kind.DRAINED), exit.lastStatus().map(EngineStatus::kind));
      return exit;
    }
  }

  /** Runs the engine to its refusal of the configuration: exit code 2, and a reason. */
  final String refusal(Launch launch) {
    return failure(launch, 2);
  }

  /** Runs the engine to a failure with an exit code, and gives the reason that it said. */
  final String failure(Launch launch, int code) {
    try (EngineChild child = launch.start()) {
      return failure(child, code);
    }
  }

  /** Waits for a process to fail with an exit code, and gives the reason that it said. */
  final String failure(EngineChild child, int code) {
    EngineExit exit = child.awaitEnd(patience);
    assertEquals(
        Optional.of(EngineStatus.Kind.FAILED),
        exit.lastStatus().map(EngineStatus::kind),
        () -> "the end of its log:\n" + LogTail.of(child.log(), LOG_LINES));
    assertEquals(code, exit.code(), () -> "exit code; it said: " + exit.reason().orElse(""));
    String reason = exit.reason().orElse("");
    assertTrue(!reason.isBlank() && !reason.contains("\n"), () -> "no one line: " + reason);
    return reason;
  }

  /**
   * Waits until so many rows stand in the tables, or more.
   *
   * @param within after which it counts as never
   */
  final void awaitRows(Launch launch, EngineChild child, long count, Duration within)
      throws SQLException, InterruptedException {
    long deadline = System.nanoTime() + within.toNanos();
    try (Connection connection = testBed.connect()) {
      while (Tables.rows(connection, launch.schema()) < count) {
        assertTrue(
            child.isAlive() && System.nanoTime() < deadline,
            () -> "seed " + seed + ": it never came to " + count + " rows");
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      }
    }
  }

  /** Asserts that the engine's tables are the oracle's, both ways. */
  final void assertEqualToOracle(TestBed.Scenario scenario, Launch launch) throws SQLException {
    try (Connection connection = testBed.connect()) {
      ComparisonResult result =
          TableComparison.compare(
              connection,
              scenario.oracleSchema(),
              launch.schema(),
              ComparedTable.keptBy(entry.mode()));
      assertTrue(
          result.isIdentical(), () -> entry.mode().name() + " differs from the oracle: " + result);
    }
  }

  /** Drains a scenario into a fresh schema and asserts equality. */
  final Launch drainAndCompare(TestBed.Scenario scenario) throws SQLException {
    return drainAndCompare(scenario, launch(scenario));
  }

  /** The same with settings of one's own. */
  final Launch drainAndCompare(TestBed.Scenario scenario, Launch launch) throws SQLException {
    drain(launch);
    assertEqualToOracle(scenario, launch);
    return launch;
  }
}
