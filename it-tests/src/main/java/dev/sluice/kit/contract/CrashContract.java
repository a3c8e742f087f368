// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.engine.ledger.Pipeline;
import dev.sluice.kit.testbed.Launch;
import dev.sluice.kit.testbed.OwnState;
import dev.sluice.kit.testbed.TableBackup;
import dev.sluice.kit.testbed.Tables;
import dev.sluice.kit.testbed.TestBed;
import dev.sluice.lab.engine.Capability;
import dev.sluice.lab.engine.EngineChild;
import dev.sluice.lab.engine.EngineExit;
import dev.sluice.lab.engine.EngineStatus;
import dev.sluice.sink.postgres.PgPipeline;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * An engine that is killed at any moment resumes where it was, and its tables are correct (R11).
 */
public abstract class CrashContract extends EngineTest {

  private static final Duration UNTIL_STRUCK = Duration.ofMinutes(2);
  private static final long LOOK_MILLIS = 2;

  /** For engines that may not store any progress of their own; most of these never do. */
  private static final Duration UNTIL_NOTED_IF_AT_ALL = Duration.ofSeconds(3);

  /** A fifth at most: each session creates a temporary table, which takes some hundred records. */
  private static final int HARDLY_ANY = 5;

  private static final String COMMIT_INTERVAL = "commit.interval.ms";

  private static final int LATEST_KILL_AT_START_MILLIS = 3_000;
  private static final int LATEST_KILL_AT_STOP_MILLIS = 200;

  /** Small, so that a drain takes many transactions, and a kill is between or inside them. */
  private static final int BATCH_RECORDS = 100;

  @Stochastic
  @Test
  void r11_killedInTheMiddleOfADrainItGoesOnAndNothingIsLost() throws Exception {
    TestBed.Scenario scenario = scenarios().traffic(1);
    Launch launch = launch(scenario).inBatchesOf(BATCH_RECORDS);
    killMidway(scenario, launch);
    drainAndCompare(scenario, launch);
  }

  @Stochastic
  @Test
  void r15_withItsOwnNotesSetBackTheLedgerWins() throws Exception {
    TestBed.Scenario scenario = scenarios().traffic(2);
    Launch launch = launch(scenario).inBatchesOf(BATCH_RECORDS).with(COMMIT_INTERVAL, 100);
    try (EngineChild child = launch.untilStopped().start()) {
      awaitRows(launch, child, rows(scenario.oracleSchema()) / 10, UNTIL_STRUCK);
      awaitOwnState(launch);
      child.kill();
      assertTrue(child.awaitEnd(patience()).killed(), "the engine exited before the kill");
    }
    setBackOwnState(launch);
    drainAndCompare(scenario, launch);
  }

  /** The situation after a restore from an older backup, or a failover to a standby that lags. */
  @Requires(Capability.LEDGER)
  @Stochastic
  @Thorough
  @Test
  void r15_withItsOwnNotesAheadOfTheTablesTheLedgerWins() throws Exception {
    TestBed.Scenario scenario = scenarios().traffic(2);
    Launch launch = launch(scenario).inBatchesOf(BATCH_RECORDS).with(COMMIT_INTERVAL, 100);
    killMidway(scenario, launch);
    TableBackup backup = TableBackup.of(testBed(), launch.schema());
    runUntil(launch, rows(scenario.oracleSchema()));
    backup.restore();
    drainAndCompare(scenario, launch);
  }

  @Test
  void r15_withItsOwnNotesGoneTheLedgerIsEnough() throws Exception {
    TestBed.Scenario scenario = scenarios().traffic(2);
    Launch launch = launch(scenario).inBatchesOf(BATCH_RECORDS).with(COMMIT_INTERVAL, 100);
    runUntil(launch, rows(scenario.oracleSchema()) / 10);
    OwnState.delete(launch, runId(launch));
    drainAndCompare(scenario, launch);
  }

  /**
   * Runs the engine until it has written the rows and stored its progress; then stops it
   * gracefully.
   */
  private void runUntil(Launch launch, long rows) throws Exception {
    try (EngineChild child = launch.untilStopped().start()) {
      awaitRows(launch, child, rows, UNTIL_STRUCK);
      awaitOwnState(launch);
      assertEquals(Optional.empty(), child.stop(patience()).problem());
    }
  }

  /**
   * Killed once while it starts, before or after its ledger exists, and once while it stops under
   * load.
   */
  @Stochastic
  @Test
  void r11_killedAtItsStartAndAtItsStopItGoesOnAndNothingIsLost() throws Exception {
    TestBed.Scenario scenario = scenarios().traffic(1);
    Launch launch = launch(scenario).inBatchesOf(BATCH_RECORDS);
    Random random = new Random(seed());
    try (EngineChild child = launch.start()) {
      child.await(EngineStatus.Kind.STARTING, patience());
      kill(child, random.nextInt(LATEST_KILL_AT_START_MILLIS));
    }
    try (EngineChild child = launch.untilStopped().start()) {
      // The first process may have written the rows, so wait until this one can take a stop
      // request.
      child.awaitRunning(patience());
      awaitRows(launch, child, rows(scenario.oracleSchema()) / 10, UNTIL_STRUCK);
      EngineExit exit = child.stop(Duration.ofMillis(random.nextInt(LATEST_KILL_AT_STOP_MILLIS)));
      assertTrue(
          exit.killed() || exit.problem().isEmpty(),
          () -> "seed " + seed() + ": " + exit.problem());
    }
    drainAndCompare(scenario, launch);
  }

  /** Kills the process after a while; returns earlier if it has exited. */
  private void kill(EngineChild child, int afterMillis) throws InterruptedException {
    long at = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(afterMillis);
    while (child.isAlive() && System.nanoTime() < at) {
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
    child.kill();
    child.awaitEnd(patience());
  }

  @Test
  void r9_drainedAgainNothingChanges() throws Exception {
    TestBed.Scenario scenario = scenarios().traffic(2);
    Launch launch = launch(scenario);
    long before = walRecords();
    runUntil(launch, rows(scenario.oracleSchema()));
    setBackOwnState(launch);
    testBed().vacuumNoMore(launch.schema());
    long written = walRecords();
    drainAndCompare(scenario, launch);
    long again = walRecords() - written;
    if (can(Capability.LEDGER)) {
      assertTrue(
          again * HARDLY_ANY < written - before,
          () ->
              "%d WAL records at first, and %d when drained again"
                  .formatted(written - before, again));
    }
  }

  /** Counts records, since bytes depend on when the server made its last checkpoint. */
  private long walRecords() throws SQLException {
    try (Connection connection = testBed().connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT wal_records FROM pg_stat_wal")) {
      row.next();
      return row.getLong(1);
    }
  }

  /**
   * Waits until the engine has stored its progress: it does so periodically, and a short run may
   * end before.
   */
  private void awaitOwnState(Launch launch) throws Exception {
    String runId = runId(launch);
    Duration within = hasOwnState() ? patience() : UNTIL_NOTED_IF_AT_ALL;
    long deadline = System.nanoTime() + within.toNanos();
    while (!OwnState.isNoted(launch, runId) && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
  }

  private void setBackOwnState(Launch launch) throws Exception {
    List<String> setBack = OwnState.setBack(launch, runId(launch));
    if (hasOwnState()) {
      assertFalse(
          setBack.isEmpty(),
          "no stored progress was found, though the binding declares hasOwnState");
    }
  }

  private void killMidway(TestBed.Scenario scenario, Launch launch) throws Exception {
    long rows = rows(scenario.oracleSchema());
    // Between a tenth and a half of the way: well into it, and far from its end.
    long at = rows / 10 + (long) (new Random(seed()).nextDouble() * rows * 0.4);
    try (EngineChild child = launch.start()) {
      awaitRows(launch, child, at, UNTIL_STRUCK);
      child.kill();
      EngineExit exit = child.awaitEnd(patience());
      assertTrue(exit.killed(), "the engine exited before the kill");
    }
    long written = rows(launch.schema());
    assertTrue(
        written >= at && written < rows,
        () -> "seed " + seed() + ": killed at " + written + " of " + rows + " rows, not midway");
  }

  private long rows(String schema) throws SQLException {
    try (Connection connection = testBed().connect()) {
      return Tables.rows(connection, schema);
    }
  }

  private String runId(Launch launch) throws SQLException {
    try (Connection connection = testBed().connect()) {
      Pipeline row = PgPipeline.read(connection, launch.schema()).orElseThrow();
      assertEquals(launch.topic(), row.topic());
      return row.runId();
    }
  }
}
