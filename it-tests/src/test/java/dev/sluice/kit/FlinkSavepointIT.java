// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.kit.contract.KitExtension;
import dev.sluice.kit.testbed.Launch;
import dev.sluice.kit.testbed.Scenarios;
import dev.sluice.kit.testbed.Tables;
import dev.sluice.kit.testbed.TestBed;
import dev.sluice.lab.compare.ComparisonResult;
import dev.sluice.lab.engine.EngineChild;
import dev.sluice.lab.engine.EngineExit;
import dev.sluice.lab.engine.EngineStatus;
import dev.sluice.lab.engine.RunningJob;
import dev.sluice.lab.engine.SavepointFailure;
import dev.sluice.lab.server.LogTail;
import dev.sluice.sink.postgres.Schema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Takes and uses Flink's savepoints and retained checkpoints as its users do. The ledger takes
 * precedence over their state (R15).
 */
class FlinkSavepointIT {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final long LOOK_MILLIS = 20;
  private static final int LOG_LINES = 60;

  /** Small, so that savepoint and kill happen in the middle of the work. */
  private static final int BATCH_RECORDS = 100;

  private static final Pattern RESTORED =
      Pattern.compile("\\S+-(\\d+) was saved at (-?\\d+), and resumes at (\\d+)");

  private static TestBed testBed;

  @RegisterExtension
  static final BeforeAllCallback SERVERS = context -> testBed = KitExtension.testBed(context);

  @TempDir Path folder;

  /** The offset at which a split was saved, and the one at which it resumed. */
  private record Split(int partition, long savedAt, long goesOnAt) {}

  /**
   * The savepoint is behind the ledger when it is restored, since the run continued after it. The
   * checkpoint is ahead of the ledger, since the tables were reset to the start.
   */
  @Test
  void r15_theRunGoesOnFromASavepointAndFromARetainedCheckpointWhereTheLedgerStands()
      throws Exception {
    TestBed.Scenario scenario = scenario("flink");
    Launch launch = testBed.launch(testBed.engine("flink"), scenario).inBatchesOf(BATCH_RECORDS);
    long rows = rows(scenario.oracleSchema());

    String savepoint;
    Path checkpoint;
    try (EngineChild child = launch.untilStopped().with("commit.interval.ms", 100).start()) {
      child.awaitRunning(PATIENCE);
      Path run = runFolder(launch, child);
      assertListensOnLoopbackAlone(run);
      awaitRows(launch, child, rows / 10);
      savepoint = RunningJob.in(run).savepoint(Optional.empty());
      assertTrue(Files.exists(Path.of(savepoint, "_metadata")), savepoint);
      assertTrue(savepoint.startsWith(run.resolve("savepoints").toString()), savepoint);
      assertTrue(child.isAlive(), "the engine stopped, but must continue after a savepoint");
      awaitRows(launch, child, rows);
      checkpoint = awaitCheckpoint(run);
      child.kill();
      assertTrue(child.awaitEnd(PATIENCE).killed(), "the engine exited before the kill");
      assertThrows(SavepointFailure.class, () -> RunningJob.in(run));
    }

    // A short stop timeout; at the end, Flink waits half of it for the savepoint's result to be
    // fetched.
    Launch once = launch.with("parallelism", 1).with("stop.timeout.ms", 8_000);
    try (EngineChild child = once.with("start", "savepoint:" + savepoint).untilStopped().start()) {
      child.awaitRunning(PATIENCE);
      List<Split> splits = restored(child, savepoint);
      assertTrue(splits.stream().allMatch(s -> s.savedAt() <= s.goesOnAt()), splits::toString);
      askAndForget(runFolder(launch, child));
      assertEquals(Optional.empty(), child.stop(PATIENCE).problem());
    }
    assertEqualToOracle(scenario, launch);

    putBack(launch);
    Launch again = launch.with("parallelism", 3).with("start", "checkpoint:" + checkpoint);
    try (EngineChild child = again.start()) {
      assertEnd(child, EngineStatus.Kind.DRAINED);
      List<Split> splits = restored(child, checkpoint.toString());
      assertTrue(splits.stream().allMatch(s -> s.goesOnAt() == 0), splits::toString);
      assertTrue(splits.stream().anyMatch(s -> s.savedAt() > 0), splits::toString);
    }
    assertEqualToOracle(scenario, launch);
  }

  /** The stop takes the savepoint, as {@code flink stop} does. */
  @Test
  void r15_stoppedOnAClusterItContinuesThereFromItsSavepointWithLessParallelism() throws Exception {
    TestBed.Scenario scenario = scenario("flink-cluster");
    Launch launch =
        testBed.launch(testBed.engine("flink-cluster"), scenario).inBatchesOf(BATCH_RECORDS);
    try (EngineChild child = launch.untilStopped().start()) {
      child.awaitRunning(PATIENCE);
      awaitRows(launch, child, rows(scenario.oracleSchema()) / 10);
      assertEquals(Optional.empty(), child.stop(PATIENCE).problem());
    }
    Path savepoint;
    try (Stream<Path> saved =
        Files.list(Path.of(launch.setup().config().stateDir(), "savepoints"))) {
      savepoint = saved.max(Comparator.comparing(Path::toString)).orElseThrow();
    }
    Launch again = launch.with("parallelism", 1).with("start", "savepoint:" + savepoint);
    try (EngineChild child = again.start()) {
      assertEnd(child, EngineStatus.Kind.DRAINED);
    }
    assertEqualToOracle(scenario, launch);
  }

  @Test
  void r14_stoppedWithASavepointItIsStoppedAndGoesOnFromThere() throws Exception {
    TestBed.Scenario scenario = scenario("flink-jdbc");
    Launch launch =
        testBed.launch(testBed.engine("flink-jdbc"), scenario).inBatchesOf(BATCH_RECORDS);
    String savepoint;
    try (EngineChild child = launch.untilStopped().start()) {
      child.awaitRunning(PATIENCE);
      Path run = runFolder(launch, child);
      awaitRows(launch, child, rows(scenario.oracleSchema()) / 10);
      savepoint = RunningJob.in(run).stop(Optional.of(folder));
      assertTrue(savepoint.startsWith(folder.toRealPath().toString()), savepoint);
      assertTrue(Files.exists(Path.of(savepoint, "_metadata")), savepoint);
      assertEnd(child, EngineStatus.Kind.STOPPED);
      assertFalse(Files.exists(run.resolve("rest-address")), "the file rest-address still exists");
    }

    Launch again = launch.with("parallelism", 3).with("start", "savepoint:" + savepoint);
    try (EngineChild child = again.start()) {
      assertEnd(child, EngineStatus.Kind.DRAINED);
      List<Split> splits = restored(child, savepoint);
      assertTrue(splits.stream().allMatch(s -> s.savedAt() == s.goesOnAt()), splits::toString);
    }
    assertEqualToOracle(scenario, launch);

    Launch other = asAnotherRun(launch).with("start", "savepoint:" + savepoint);
    try (EngineChild child = other.start()) {
      EngineExit exit = child.awaitEnd(PATIENCE);
      assertEquals(2, exit.code(), exit::toString);
      String reason = exit.reason().orElse("");
      assertTrue(reason.startsWith("start: savepoint:" + savepoint + " is not of run "), reason);
    }
  }

  /** Returns a launch into a schema with the same ledger, but of another run. */
  private static Launch asAnotherRun(Launch launch) throws SQLException {
    Launch other = launch.into(testBed.freshName("another_run"));
    try (Connection connection = testBed.connect();
        Statement statement = connection.createStatement()) {
      Schema.create(connection, other.schema());
      for (String table : List.of("pipeline", "ledger")) {
        statement.execute(
            "INSERT INTO %1$s.%3$s SELECT * FROM %2$s.%3$s"
                .formatted(other.schema(), launch.schema(), table));
      }
      statement.execute("UPDATE %s.pipeline SET run_id = 'another'".formatted(other.schema()));
    }
    return other;
  }

  private static TestBed.Scenario scenario(String mode) {
    return new Scenarios(testBed, testBed.rulesFor(testBed.engine(mode).mode())).traffic(3);
  }

  private static Path runFolder(Launch launch, EngineChild child) {
    EngineStatus running = child.status(EngineStatus.Kind.RUNNING).orElseThrow();
    return launch.stateDir().resolve(running.fields().path("run_id").asText());
  }

  /** Asserts that Flink's REST endpoint is reachable only from this machine. */
  private static void assertListensOnLoopbackAlone(Path run) throws IOException {
    URI address = URI.create(Files.readString(run.resolve("rest-address")).strip());
    assertEquals("127.0.0.1", address.getHost());
    List<InetAddress> others =
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .filter(other -> !other.isLoopbackAddress())
            .toList();
    for (InetAddress other : others) {
      assertThrows(
          IOException.class,
          () -> {
            try (Socket socket = new Socket()) {
              socket.connect(new InetSocketAddress(other, address.getPort()), 1_000);
            }
          },
          () -> other + ": the REST endpoint listens at this address");
    }
  }

  /** Requests a savepoint, as a user may with curl, but never fetches its result. */
  private static void askAndForget(Path run) throws Exception {
    URI rest = URI.create(Files.readString(run.resolve("rest-address")).strip());
    HttpClient client = HttpClient.newHttpClient();
    String jobs =
        client
            .send(HttpRequest.newBuilder(rest.resolve("/jobs")).build(), BodyHandlers.ofString())
            .body();
    String job = jobs.replaceAll("(?s).*\"id\":\"([0-9a-f]+)\".*", "$1");
    HttpRequest savepoint =
        HttpRequest.newBuilder(rest.resolve("/jobs/" + job + "/savepoints"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString("{}"))
            .build();
    assertEquals(202, client.send(savepoint, BodyHandlers.ofString()).statusCode(), jobs);
  }

  /**
   * Waits for a complete checkpoint that covers everything written so far; a kill does not delete
   * it.
   */
  private static Path awaitCheckpoint(Path run) throws Exception {
    long from = System.currentTimeMillis();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline) {
      try (Stream<Path> paths = Files.walk(run.resolve("checkpoints"))) {
        Optional<Path> metadata =
            paths
                .filter(path -> path.endsWith("_metadata"))
                .filter(path -> path.toFile().lastModified() > from)
                .max(Comparator.comparing(path -> path.toFile().lastModified()));
        if (metadata.isPresent()) {
          return metadata.get().getParent();
        }
      } catch (UncheckedIOException anOldOneWentAway) {
        // Tried again.
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
    throw new AssertionError(run + ": timed out waiting for a checkpoint");
  }

  /** Asserts that Flink restored the state at a path, and returns the splits in it. */
  private static List<Split> restored(EngineChild child, String path) throws IOException {
    String log = Files.readString(child.log());
    assertTrue(
        log.contains("restoring file:" + path),
        () -> path + ": was not restored, by this log:\n" + log);
    Matcher matcher = RESTORED.matcher(log);
    List<Split> splits =
        matcher
            .results()
            .map(
                result ->
                    new Split(
                        Integer.parseInt(result.group(1)),
                        Long.parseLong(result.group(2)),
                        Long.parseLong(result.group(3))))
            .sorted(Comparator.comparing(Split::partition))
            .toList();
    assertEquals(List.of(0, 1, 2, 3), splits.stream().map(Split::partition).toList(), log);
    return splits;
  }

  private static void assertEnd(EngineChild child, EngineStatus.Kind kind) {
    EngineExit exit = child.awaitEnd(PATIENCE);
    assertEquals(
        Optional.empty(),
        exit.problem(),
        () -> "the end of its log:\n" + LogTail.of(child.log(), LOG_LINES));
    assertEquals(Optional.of(kind), exit.lastStatus().map(EngineStatus::kind));
  }

  private static void awaitRows(Launch launch, EngineChild child, long count) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (rows(launch.schema()) < count) {
      assertTrue(
          child.isAlive() && System.nanoTime() < deadline,
          () -> "timed out waiting for " + count + " rows, or the engine exited");
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
  }

  private static long rows(String schema) throws SQLException {
    try (Connection connection = testBed.connect()) {
      return Tables.rows(connection, schema);
    }
  }

  /** Resets the tables, like a restore of the database to the start of the run. */
  private static void putBack(Launch launch) throws SQLException {
    String schema = launch.schema();
    try (Connection connection = testBed.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "TRUNCATE %1$s.processed_events, %1$s.late_events, %1$s.dead_letters".formatted(schema));
      statement.execute("UPDATE %s.ledger SET next = first, counts = '{}'".formatted(schema));
    }
  }

  private static void assertEqualToOracle(TestBed.Scenario scenario, Launch launch)
      throws SQLException {
    ComparisonResult result = testBed.compareToOracle(scenario, launch);
    assertTrue(result.isIdentical(), result::toString);
  }
}
