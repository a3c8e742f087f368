// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.kit.testbed.Launch;
import dev.sluice.kit.testbed.Scenarios;
import dev.sluice.kit.testbed.Tables;
import dev.sluice.kit.testbed.TestBed;
import dev.sluice.lab.compare.ComparisonResult;
import dev.sluice.lab.engine.Capability;
import dev.sluice.lab.engine.EngineCatalog;
import dev.sluice.lab.engine.EngineChild;
import dev.sluice.lab.engine.EngineExit;
import dev.sluice.lab.engine.EngineStatus;
import dev.sluice.lab.server.LogTail;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.extension.ExtendWith;

/** The base of all contracts: the engine under test, and how to run it and check its tables. */
@ExtendWith(KitExtension.class)
abstract class EngineTest {

  private static final int LOG_LINES = 60;

  /** Short, so that a condition is noticed soon after it becomes true. */
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

  /** The engine under test, and its mode. */
  final EngineCatalog.Entry entry() {
    return entry;
  }

  /** The seed of stochastic tests; their failures must name it. */
  final long seed() {
    return seed;
  }

  /** The time after which an engine counts as hanging. */
  final Duration patience() {
    return patience;
  }

  /** Whether the engine is known to store its own progress outside the ledger. */
  final boolean hasOwnState() {
    return hasOwnState;
  }

  final boolean can(Capability capability) {
    return entry.mode().can(capability);
  }

  /**
   * The scenarios for the engine, with the default rules without the conditions that it declines.
   */
  final Scenarios scenarios() {
    return new Scenarios(testBed, testBed.rulesFor(entry.mode()));
  }

  /** The real access log; without its file, the test is skipped. */
  final TestBed.Scenario accessLog() {
    Path log = Scenarios.accessLogFile();
    assumeTrue(Files.exists(log), () -> log + ": the real access log is missing");
    return scenarios().accessLog();
  }

  /** The configuration for draining a scenario into a new schema. */
  final Launch launch(TestBed.Scenario scenario) {
    return testBed.launch(entry, scenario);
  }

  /** Drains a scenario with default settings; once for all tests that only read the result. */
  final Launch drained(TestBed.Scenario scenario) {
    return drained(scenario, UnaryOperator.identity());
  }

  /**
   * Like {@link #drained(TestBed.Scenario)}, with other settings, which must be the same for all
   * tests of a scenario.
   */
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

  /** Runs the engine to its end, and asserts that the drain succeeded. */
  final EngineExit drain(Launch launch) {
    try (EngineChild child = launch.start()) {
      EngineExit exit = child.awaitEnd(patience);
      assertEquals(
          Optional.empty(),
          exit.problem(),
          () -> child.name() + ": the end of its log:\n" + LogTail.of(child.log(), LOG_LINES));
      assertEquals(
          Optional.of(EngineStatus.Kind.DRAINED), exit.lastStatus().map(EngineStatus::kind));
      return exit;
    }
  }

  /**
   * Runs the engine until it refuses the configuration, with exit code 2, and returns the reason.
   */
  final String refusal(Launch launch) {
    return failure(launch, 2);
  }

  /** Runs the engine until it fails with an exit code, and returns the reason. */
  final String failure(Launch launch, int code) {
    try (EngineChild child = launch.start()) {
      return failure(child, code);
    }
  }

  /** Waits until a process fails with an exit code, and returns the reason. */
  final String failure(EngineChild child, int code) {
    EngineExit exit = child.awaitEnd(patience);
    assertEquals(
        Optional.of(EngineStatus.Kind.FAILED),
        exit.lastStatus().map(EngineStatus::kind),
        () -> "the end of its log:\n" + LogTail.of(child.log(), LOG_LINES));
    assertEquals(
        code, exit.code(), () -> "wrong exit code; the reason is: " + exit.reason().orElse(""));
    String reason = exit.reason().orElse("");
    assertTrue(
        !reason.isBlank() && !reason.contains("\n"), () -> "the reason is not one line: " + reason);
    return reason;
  }

  /**
   * Waits until the tables have at least {@code count} rows.
   *
   * @param within the timeout
   */
  final void awaitRows(Launch launch, EngineChild child, long count, Duration within)
      throws SQLException, InterruptedException {
    long deadline = System.nanoTime() + within.toNanos();
    try (Connection connection = testBed.connect()) {
      while (Tables.rows(connection, launch.schema()) < count) {
        assertTrue(
            child.isAlive() && System.nanoTime() < deadline,
            () ->
                "seed "
                    + seed
                    + ": timed out waiting for "
                    + count
                    + " rows, or the engine exited");
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      }
    }
  }

  /** Asserts that the engine's tables equal the oracle's, in both directions. */
  final void assertEqualToOracle(TestBed.Scenario scenario, Launch launch) throws SQLException {
    ComparisonResult result = testBed.compareToOracle(scenario, launch);
    assertTrue(
        result.isIdentical(), () -> entry.mode().name() + " differs from the oracle: " + result);
  }

  /** Drains a scenario into a new schema, and asserts that the tables equal the oracle's. */
  final Launch drainAndCompare(TestBed.Scenario scenario) throws SQLException {
    return drainAndCompare(scenario, launch(scenario));
  }

  /** Like {@link #drainAndCompare(TestBed.Scenario)}, with the given configuration. */
  final Launch drainAndCompare(TestBed.Scenario scenario, Launch launch) throws SQLException {
    drain(launch);
    assertEqualToOracle(scenario, launch);
    return launch;
  }
}
