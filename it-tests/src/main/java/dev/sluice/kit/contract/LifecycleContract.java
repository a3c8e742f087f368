// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.kit.testbed.Events;
import dev.sluice.kit.testbed.Launch;
import dev.sluice.kit.testbed.MachineLocale;
import dev.sluice.kit.testbed.Schemas.LedgerLine;
import dev.sluice.kit.testbed.Tables;
import dev.sluice.kit.testbed.TestBed;
import dev.sluice.kit.testbed.Worldwide;
import dev.sluice.lab.engine.Capability;
import dev.sluice.lab.engine.EngineChild;
import dev.sluice.lab.engine.EngineExit;
import dev.sluice.lab.engine.EngineStatus;
import dev.sluice.lab.engine.EngineStatus.Kind;
import dev.sluice.sink.postgres.Schema;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An engine starts, stops and fails as the contract requires of its process (R13, R14). */
public abstract class LifecycleContract extends HandMadeTest {

  private static final int BATCH_RECORDS = 100;

  /**
   * The second is for a machine so busy that the broker, which the engine contacts first, was too
   * slow.
   */
  private static final List<Integer> DEADLINES_MILLIS = List.of(3_000, 30_000);

  private static final String PASSWORD = "hunter2hunter2hunter2";

  @Test
  void r14_askedToTerminateUnderLoadItStopsInGoodOrderAndGoesOnLater() throws Exception {
    TestBed.Scenario scenario = scenarios().onePartition();
    Launch launch = launch(scenario).inBatchesOf(BATCH_RECORDS);
    try (EngineChild child = launch.untilStopped().start();
        Connection connection = testBed().connect()) {
      long all = Tables.rows(connection, scenario.oracleSchema());
      awaitRows(launch, child, all / 10);
      long written = Tables.rows(connection, launch.schema());
      assertTrue(written < all, "the engine had written everything before the stop request");
      assertStopped(child.stop(patience()));
    }
    Map<Integer, LedgerLine> stopped = ledger(launch);
    Run again = drainHeard(launch);
    if (can(Capability.LEDGER)) {
      stopped.forEach(
          (partition, line) ->
              assertEquals(
                  line.next(), again.starts().get(partition), "the offset where it resumes"));
    }
    assertEqualToOracle(scenario, launch);
  }

  /**
   * The accepted events are worked out by hand: a word matches in any case of its ASCII letters, to
   * which Turkish's dotless i and dotted I do not belong; everything else is compared unchanged.
   */
  @ParameterizedTest
  @EnumSource
  void r14_neitherLocaleNorTimeZoneOfItsProcessShows(MachineLocale locale) throws Exception {
    TestBed.Scenario scenario = Worldwide.scenario(testBed());
    Launch launch = drainAndCompare(scenario, launch(scenario).in(locale));
    assertEquals(Worldwide.accepted(launch.topic()), accepted(launch));
  }

  @Test
  void r14_theEndOfStdinStopsASupervisedEngine() throws Exception {
    try (EngineChild child = launch(scenarios().empty()).untilStopped().start()) {
      child.awaitRunning(patience());
      child.closeStdin();
      assertStopped(child.awaitEnd(patience()));
    }
  }

  /** A service may run with a closed stdin from the start; it must keep working. */
  @Test
  void r14_withoutASupervisorTheEndOfStdinMeansNothing() throws Exception {
    String topic = topics().create("unsupervised", 1);
    Launch launch = launchOf(topic).untilStopped().with("supervised", false);
    try (EngineChild child = launch.start()) {
      child.closeStdin();
      child.awaitRunning(patience());
      topics().send(topic, 0, Events.good("a", 2));
      awaitRows(launch, child, 2);
      assertStopped(child.stop(patience()));
    }
  }

  @Test
  void r14_itSaysWhatItIsBeforeItReadsItsConfiguration() {
    List<EngineStatus> statuses = Collections.synchronizedList(new ArrayList<>());
    Instant before = Instant.now().minusSeconds(1);
    try (EngineChild child = launch(byHand()).with("no.such.key", 1).start(statuses::add)) {
      EngineExit exit = child.awaitEnd(patience());
      assertEquals(2, exit.code());
      assertEquals(List.of(), exit.violations());
      assertEquals(
          List.of(Kind.STARTING, Kind.FAILED), statuses.stream().map(EngineStatus::kind).toList());
      var starting = statuses.get(0).fields();
      assertEquals(entry().engine().name(), starting.path("engine").asText());
      assertEquals(entry().engine().version(), starting.path("version").asText());
      assertEquals(child.pid(), starting.path("pid").asLong());
      Instant time = Instant.parse(starting.path("time").asText());
      assertTrue(
          time.isAfter(before) && time.isBefore(Instant.now().plusSeconds(1)),
          () -> "wrong time: " + time);
    }
  }

  @Test
  void r14_aFileThatIsNotThereIsBadConfiguration() {
    Path file = testBed().directory().path().resolve("not-there.json");
    try (EngineChild child =
        EngineChild.start(testBed().directory(), entry(), file, status -> {})) {
      EngineExit exit = child.awaitEnd(patience());
      assertEquals(2, exit.code());
      assertEquals(List.of(), exit.violations());
      assertNames(exit.reason().orElse("nothing"), "not-there.json");
    }
  }

  /** The engine then prints its usage, in its own words. */
  @ParameterizedTest(name = "{0} arguments")
  @ValueSource(ints = {0, 2})
  void r14_anythingButOneArgumentIsRefused(int arguments) throws Exception {
    List<String> command = new ArrayList<>(entry().engine().commandFor(Path.of("unused")));
    command.remove(command.size() - 1);
    IntStream.range(0, arguments).forEach(i -> command.add("file-" + i));
    Path stdout = testBed().directory().freshFile("stdout", ".txt");
    Process process =
        testBed()
            .directory()
            .start(
                "engine",
                new ProcessBuilder(command)
                    .directory(entry().engine().folder().toFile())
                    .redirectOutput(stdout.toFile())
                    .redirectError(testBed().directory().freshFile("stderr", ".txt").toFile()));
    try {
      assertTrue(
          process.waitFor(patience().toSeconds(), TimeUnit.SECONDS),
          "timed out waiting for the engine to exit");
      assertEquals(2, process.exitValue());
      List<String> lines = Files.readAllLines(stdout);
      assertTrue(
          !lines.isEmpty() && lines.get(lines.size() - 1).contains("\"FAILED\""),
          () -> "the last line of stdout is not FAILED: " + lines);
    } finally {
      process.destroyForcibly();
    }
  }

  /**
   * The engine waits, since the database may become available later, but not beyond the deadline.
   */
  @Test
  void r13_aDatabaseThatIsNotThereIsAFailureWithinTheDeadlineAndShowsNoPassword() throws Exception {
    int port = freePort();
    String reason = "nothing";
    for (int deadlineMillis : DEADLINES_MILLIS) {
      reason = failsWithin(deadlineMillis, "127.0.0.1:" + port);
      if (!reason.contains(testBed().servers().bootstrapServers())) {
        break;
      }
    }
    assertNames(reason, "127.0.0.1:" + port);
  }

  private String failsWithin(int deadlineMillis, String database) throws IOException {
    Launch launch =
        launch(byHand())
            .with("postgres.url", "jdbc:postgresql://" + database + "/nowhere")
            .with("postgres.password", PASSWORD)
            .with("retry.deadline.ms", deadlineMillis);
    long start = System.nanoTime();
    try (EngineChild child = launch.start()) {
      EngineExit exit = child.awaitEnd(patience());
      Duration taken = Duration.ofNanos(System.nanoTime() - start);
      assertEquals(1, exit.code());
      assertEquals(Optional.of(Kind.FAILED), exit.lastStatus().map(EngineStatus::kind));
      assertTrue(taken.toMillis() >= deadlineMillis, () -> "gave up too early, after " + taken);
      assertTrue(
          taken.toMillis() < deadlineMillis + 60_000, () -> "gave up too late, after " + taken);
      assertShowsNot(PASSWORD, child, exit);
      return exit.reason().orElse("nothing");
    }
  }

  /** A column is missing, so no retry can write an accepted row. */
  @Test
  void r13_whatTheDatabaseRefusesForGoodIsAFailureThatLosesNothing() throws Exception {
    TestBed.Scenario scenario = byHand();
    Launch launch = launch(scenario);
    String alter = "ALTER TABLE " + launch.schema() + ".processed_events RENAME ";
    try (Connection connection = testBed().connect();
        Statement statement = connection.createStatement()) {
      Schema.create(connection, launch.schema());
      statement.execute(alter + "url TO uri");
      failure(launch, 1);
      statement.execute(alter + "uri TO url");
    }
    drainAndCompare(scenario, launch);
  }

  /** The failure must surface without a further record, and without the end of a drain. */
  @Test
  void r13_aWriteThatFailsEndsTheRunAlsoWhereNoFurtherRecordArrives() throws Exception {
    String topic = topics().create("idle", 1);
    Launch launch = launchOf(topic).untilStopped();
    try (EngineChild child = launch.start();
        Connection connection = testBed().connect();
        Statement statement = connection.createStatement()) {
      child.awaitRunning(patience());
      statement.execute("ALTER TABLE " + launch.schema() + ".processed_events RENAME url TO uri");
      topics().send(topic, 0, Events.good("a"));
      failure(child, 1);
    }
  }

  static void assertShowsNot(String secret, EngineChild child, EngineExit exit) throws IOException {
    assertFalse(exit.lastStatus().toString().contains(secret), "the password is in the reason");
    String log = Files.readString(child.log(), StandardCharsets.UTF_8);
    assertFalse(log.contains(secret), "the password is in the log");
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
