// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.lab.engine.EngineFailure.How;
import dev.sluice.lab.engine.EngineStatus.Kind;
import dev.sluice.lab.server.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineChildTest {

  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final String STARTING = "{\"status\":\"STARTING\",\"engine\":\"fake\"}";
  private static final String RUNNING = "{\"status\":\"RUNNING\"}";
  private static final String DRAINED = "{\"status\":\"DRAINED\"}";

  @TempDir Path temp;

  private final List<Kind> statuses = new CopyOnWriteArrayList<>();
  private RunDirectory run;

  @BeforeEach
  void openRun() throws IOException {
    run = RunDirectory.open(temp.resolve("runs"));
  }

  @AfterEach
  void closeRun() throws IOException {
    run.close();
  }

  private EngineChild start(String... lines) throws IOException {
    Path config = Files.write(temp.resolve("config"), List.of(lines));
    EngineMode mode = new EngineMode("fake", "pretended", Map.of());
    EngineDescriptor engine =
        new EngineDescriptor(
            temp,
            "fake",
            "1",
            List.of(
                "${java}",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                FakeEngine.class.getName()),
            JavaReleases.UNSAID,
            Optional.empty(),
            List.of(mode));
    return EngineChild.start(
        run, new EngineCatalog.Entry(engine, mode), config, status -> statuses.add(status.kind()));
  }

  @Test
  void r14_aDrainEndsWithDrainedAndCodeZero() throws IOException {
    String progress = "{\"status\":\"PROGRESS\",\"records\":%d}";
    try (EngineChild child =
        start(STARTING, RUNNING, progress.formatted(3), progress.formatted(5), DRAINED, "exit 0")) {
      EngineStatus running = child.awaitRunning(LONG);
      EngineExit exit = child.awaitEnd(LONG);

      assertEquals(Optional.empty(), exit.problem());
      assertEquals(0, exit.code());
      assertEquals(
          List.of(Kind.STARTING, Kind.RUNNING, Kind.PROGRESS, Kind.PROGRESS, Kind.DRAINED),
          statuses);
      assertEquals(5, child.status(Kind.PROGRESS).orElseThrow().records().orElseThrow());
      assertTrue(running.nanoTime() > child.startNanoTime());
      assertTrue(exit.nanoTime() > running.nanoTime());
    }
  }

  @Test
  void r14_aFailureGivesItsReason() throws IOException {
    try (EngineChild child =
        start(STARTING, RUNNING, "{\"status\":\"FAILED\",\"reason\":\"no disk\"}", "exit 1")) {
      EngineExit exit = child.awaitEnd(LONG);
      assertEquals(Optional.of("no disk"), exit.reason());
      assertEquals(Optional.of("ended with exit code 1: no disk"), exit.problem());
    }
  }

  @Test
  void anEndBeforeTheFirstStatusIsNoHandshakeAndShowsTheLog() throws IOException {
    try (EngineChild child = start("log it is all wrong", "exit 2")) {
      EngineFailure failure = assertThrows(EngineFailure.class, () -> child.awaitRunning(LONG));
      assertEquals(How.NO_HANDSHAKE, failure.how());
      assertEquals(
          "fake ended with exit code 2, after no status line; the end of its log:\n  it is all wrong",
          failure.getMessage());
    }
  }

  @Test
  void anEndBeforeRunningIsAnExit() throws IOException {
    try (EngineChild child = start(STARTING, "exit 1")) {
      EngineFailure failure = assertThrows(EngineFailure.class, () -> child.awaitRunning(LONG));
      assertEquals(How.EXIT, failure.how());
    }
  }

  @Test
  void anEngineThatGetsNowhereHangs() throws IOException {
    try (EngineChild child = start(STARTING, "hang")) {
      child.await(Kind.STARTING, LONG);
      EngineFailure failure = assertThrows(EngineFailure.class, () -> child.awaitRunning(SHORT));
      assertEquals(How.HANG, failure.how());
      assertEquals(How.HANG, assertThrows(EngineFailure.class, () -> child.awaitEnd(SHORT)).how());
      assertTrue(child.isAlive());
    }
  }

  @Test
  void r14_anythingElseOnStdoutIsAViolation() throws IOException {
    try (EngineChild child =
        start(STARTING, "hello", "{\"status\":\"WELL\"}", RUNNING, DRAINED, "exit 0")) {
      EngineExit exit = child.awaitEnd(LONG);
      assertEquals(List.of("hello", "{\"status\":\"WELL\"}"), exit.violations());
      assertEquals(Optional.of("printed a line that is not a status line: hello"), exit.problem());
    }
  }

  @Test
  void r14_codeZeroWithoutALastStatusIsAProblem() throws IOException {
    try (EngineChild child = start(STARTING, RUNNING, "exit 0")) {
      assertEquals(
          Optional.of("ended with exit code 0 after RUNNING, not DRAINED or STOPPED"),
          child.awaitEnd(LONG).problem());
    }
  }

  @Test
  void r14_stopAsksInGoodOrder() throws IOException {
    try (EngineChild child = start("stopped on signal", STARTING, RUNNING, "hang")) {
      child.awaitRunning(LONG);
      EngineExit exit = child.stop(LONG);
      assertFalse(exit.killed());
      assertEquals(Kind.STOPPED, exit.lastStatus().orElseThrow().kind());
      assertEquals(Optional.empty(), exit.problem());
    }
  }

  @Test
  void stopKillsWhatIsDeafAndSaysSo() throws IOException {
    try (EngineChild child = start("deaf to signals", STARTING, RUNNING, "hang")) {
      child.awaitRunning(LONG);
      EngineExit exit = child.stop(SHORT);
      assertTrue(exit.killed());
      assertEquals(137, exit.code());
      assertEquals(Optional.of("was killed, after RUNNING"), exit.problem());
    }
  }

  @Test
  void r14_theEndOfStdinReachesTheEngine() throws IOException {
    try (EngineChild child = start(STARTING, RUNNING, "until stdin ends", DRAINED, "exit 0")) {
      child.awaitRunning(LONG);
      child.closeStdin();
      assertEquals(0, child.awaitEnd(LONG).code());
    }
  }

  @Test
  void itsUseOfProcessorAndMemoryIsSeen() throws IOException {
    try (EngineChild child = start(STARTING, "burn", DRAINED, "exit 0")) {
      ResourceUse use = child.awaitEnd(LONG).resources();
      assertTrue(use.cpu().toMillis() >= 500, use::toString);
      assertTrue(use.cpu().toMillis() < 30_000, use::toString);
      assertTrue(use.peakMemoryBytes() > 64 << 20, use::toString);
      assertTrue(use.peakMemoryBytes() < 2L << 30, use::toString);
    }
  }

  @Test
  void theEndOfTheRunIsTheEndOfItsEngines() throws IOException {
    EngineChild child = start(STARTING, "hang");
    child.await(Kind.STARTING, LONG);
    run.close();
    assertFalse(child.isAlive());
  }
}
