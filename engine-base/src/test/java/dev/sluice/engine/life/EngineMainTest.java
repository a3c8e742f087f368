// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.life;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.sluice.engine.config.ListenAddress;
import dev.sluice.engine.metrics.Scrape;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests real processes that end in every way. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EngineMainTest {

  private static final String DRAINED = "{\"status\":\"DRAINED\"}";
  private static final String STOPPED = "{\"status\":\"STOPPED\"}";

  @TempDir Path folder;
  private Process process;
  private BufferedReader stdout;
  private final List<String> lines = new ArrayList<>();

  private boolean supervised;
  private boolean drain;
  private String stopTimeout = "20000";

  /** As in the configuration; empty for off. */
  private String metrics = "";

  private void start(String behaviour) throws IOException {
    start(behaviour, "config.json");
  }

  private void start(String behaviour, String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-D" + ChildMain.METRICS + "=" + metrics,
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                ChildMain.class.getName(),
                behaviour,
                String.valueOf(supervised),
                String.valueOf(drain),
                stopTimeout));
    command.addAll(List.of(arguments));
    process = new ProcessBuilder(command).redirectError(errors().toFile()).start();
    stdout = process.inputReader();
  }

  private Path errors() {
    return folder.resolve("stderr");
  }

  private String stderr() throws IOException {
    return Files.readString(errors());
  }

  private void awaitRunning() throws IOException {
    String line;
    do {
      line = stdout.readLine();
      lines.add(line);
    } while (line != null && !line.startsWith("{\"status\":\"RUNNING\""));
    assertTrue(line != null, "never ran: " + lines + stderr());
  }

  /** Sends SIGTERM; {@code Process.destroy} would also close this side of the pipes. */
  private void signal() {
    process.toHandle().destroy();
  }

  /** Reads the rest of stdout, and returns the exit code. */
  private int end() throws IOException, InterruptedException {
    stdout.lines().forEach(lines::add);
    assertTrue(process.waitFor(30, TimeUnit.SECONDS), "still alive");
    return process.exitValue();
  }

  private void assertEnd(int code, String lastLine) throws IOException, InterruptedException {
    int actual = end();
    String all = lines + "\n" + stderr();
    assertEquals(lastLine, lines.get(lines.size() - 1), all);
    assertEquals(code, actual, all);
  }

  private void assertFailed(int code, String reason) throws IOException, InterruptedException {
    assertEnd(code, "{\"status\":\"FAILED\",\"reason\":\"" + reason + "\"}");
  }

  @AfterEach
  void leaveNoProcess() throws InterruptedException {
    if (process != null) {
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  void r14_aDrainSaysEachStepAndExits0() throws Exception {
    drain = true;
    start("returns");
    assertEnd(0, DRAINED);
    assertEquals(3, lines.size(), lines.toString());
    assertTrue(
        lines
            .get(0)
            .matches(
                "\\{\"status\":\"STARTING\",\"engine\":\"fake\",\"version\":\"1\\.2\\.3\",\"pid\":"
                    + process.pid()
                    + ",\"time\":\"20[-0-9]{8}T[:.0-9]+Z\"}"),
        lines.get(0));
    assertEquals(
        "{\"status\":\"RUNNING\",\"run_id\":\"run-1\",\"starts\":{\"0\":5,\"1\":0},"
            + "\"ends\":{\"0\":9,\"1\":0}}",
        lines.get(1));
  }

  @Test
  void r16_aDrainThatEndedShortOfItsEndIsAFailure() throws Exception {
    drain = true;
    start("ends-short");
    assertFailed(1, "GAP: record 7 of t-0 is not done");
  }

  @Test
  void r10_aFailureThatANewStartWouldBeRefusedForIsThatRefusal() throws Exception {
    start("is-refused-then");
    assertFailed(2, "kafka.topic: another one");
    assertTrue(stderr().contains("offset 5 is out of range"), stderr());
  }

  @Test
  void r9_aFailureOfRecordsThatAreGoneIsAGap() throws Exception {
    start("is-gone-then");
    assertFailed(1, "GAP: records 3 to 5 are gone");
  }

  @Test
  void r14_nothingElseIsOnStdout() throws Exception {
    drain = true;
    start("prints");
    assertEnd(0, DRAINED);
    assertEquals(3, lines.size(), lines.toString());
    assertTrue(stderr().contains("engine noise"), stderr());
    assertTrue(stderr().contains("more noise"), stderr());
  }

  @ParameterizedTest
  @ValueSource(strings = {"waits", "polls", "counts-stops"})
  void r14_sigtermIsAStopInGoodOrder(String behaviour) throws Exception {
    start(behaviour);
    awaitRunning();
    assertEquals(
        "{\"status\":\"RUNNING\",\"run_id\":\"run-1\",\"starts\":{\"0\":5,\"1\":0}}", lines.get(1));
    signal();
    assertEnd(0, STOPPED);
  }

  @Test
  void r14_sigintIsAStopInGoodOrder() throws Exception {
    assumeFalse(sigintIsIgnored(), "the parent ignores SIGINT, and children inherit that");
    start("waits");
    awaitRunning();
    new ProcessBuilder("kill", "-INT", String.valueOf(process.pid())).start().waitFor();
    assertEnd(0, STOPPED);
  }

  /** A shell without job control starts background processes with SIGINT ignored. */
  private static boolean sigintIsIgnored() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.isReadable(status)) {
      return false;
    }
    long sigint = 1L << (2 - 1);
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("SigIgn:"))
        .map(line -> line.substring("SigIgn:".length()).strip())
        .anyMatch(mask -> (Long.parseUnsignedLong(mask, 16) & sigint) != 0);
  }

  @Test
  void r14_aStoppedDrainIsNotDrained() throws Exception {
    drain = true;
    start("waits");
    awaitRunning();
    signal();
    assertEnd(0, STOPPED);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void r14_anEngineThatWasAskedByAnInterfaceOfItsOwnIsStopped(boolean drains) throws Exception {
    drain = drains;
    start("is-asked-itself");
    assertEnd(0, STOPPED);
    assertTrue(stderr().contains("because of a request of its own"), stderr());
  }

  @Test
  void r14_theEndOfStdinStopsASupervisedEngine() throws Exception {
    supervised = true;
    start("waits");
    awaitRunning();
    process.getOutputStream().close();
    assertEnd(0, STOPPED);
    assertTrue(stderr().contains("because of the end of stdin"), stderr());
  }

  @Test
  void r14_theEndOfStdinIsNothingToAService() throws Exception {
    start("waits");
    process.getOutputStream().close();
    awaitRunning();
    assertFalse(process.waitFor(500, TimeUnit.MILLISECONDS), "ended with stdin");
    signal();
    assertEnd(0, STOPPED);
  }

  @Test
  void r14_aStopDuringTheStartIsAStop() throws Exception {
    start("resolve-hangs");
    while (!stderr().contains("resolving")) {
      Thread.onSpinWait();
    }
    signal();
    assertEnd(0, STOPPED);
  }

  @ParameterizedTest
  @CsvSource({
    "throws, java.lang.IllegalStateException: it broke; caused by java.io.IOException: deep",
    "lacks-a-class, java.lang.NoClassDefFoundError: some/Class",
    "runs-out-of-memory, java.lang.OutOfMemoryError: Java heap space",
    "resolve-gap, GAP: records 3 to 5 are gone",
    "tells-secrets, 'java.lang.IllegalStateException: login ***, (***)'",
    "returns, 'java.lang.IllegalStateException: the engine exited without a stop request'",
    "stray-failure, java.lang.IllegalStateException: a stray thread died",
    "exits, java.lang.IllegalStateException: System.exit was called before the run had ended",
    "stray-exit, java.lang.IllegalStateException: System.exit was called before the run had ended"
  })
  void r14_whatFailedNeverExits0(String behaviour, String reason) throws Exception {
    start(behaviour);
    assertFailed(1, reason);
    assertFalse(stderr().contains("-secret"), stderr());
  }

  @Test
  void r14_theLogHasTheStackTrace() throws Exception {
    start("throws");
    end();
    assertTrue(stderr().contains("at " + ChildMain.class.getName() + ".engine("), stderr());
  }

  @Test
  void r14_failingWhileStoppingIsFailing() throws Exception {
    start("fails-while-stopping");
    awaitRunning();
    signal();
    assertFailed(1, "java.lang.IllegalStateException: the last batch was not written");
  }

  @Test
  void r14_aStopThatTakesTooLongIsFailing() throws Exception {
    stopTimeout = "300";
    start("hangs");
    awaitRunning();
    signal();
    assertFailed(
        1, "java.lang.IllegalStateException: the run did not end within 300 ms after SIGTERM");
  }

  @ParameterizedTest
  @CsvSource({
    "action-fails, java.lang.IllegalStateException: cannot stop",
    "stray-failure-then-hangs, java.lang.StackOverflowError: deep"
  })
  void r14_theFirstFailureIsTheReason(String behaviour, String reason) throws Exception {
    stopTimeout = "300";
    start(behaviour);
    awaitRunning();
    signal();
    assertFailed(1, reason);
  }

  @Test
  void r14_aThreadThatAnEngineLeavesDoesNotKeepTheProcess() throws Exception {
    drain = true;
    start("leaves-a-thread");
    assertEnd(0, DRAINED);
  }

  @ParameterizedTest
  @CsvSource({
    "resolve-refuses, kafka.topic: t does not exist",
    "refuses, parallelism: 3 is too much for this engine",
    "restores-nothing, 'start: savepoint:/s; fake saves no state to start from; use resume, which continues from the ledger'"
  })
  void r13_aBadConfigurationExits2InOneLine(String behaviour, String reason) throws Exception {
    start(behaviour);
    assertFailed(2, reason);
    assertEquals("sluice: " + reason + "\n", stderr());
  }

  /** The address that the process has logged, waited for. */
  private ListenAddress metricsAddress() throws IOException {
    Pattern line = Pattern.compile("sluice: metrics at http://(\\S+)/metrics\n");
    Matcher found = line.matcher(stderr());
    while (!found.find()) {
      assertTrue(process.isAlive(), stderr());
      Thread.onSpinWait();
      found = line.matcher(stderr());
    }
    return ListenAddress.parse(found.group(1)).orElseThrow();
  }

  private void assertHealth(boolean live, boolean ready) throws Exception {
    HttpResponse<String> response = Scrape.get(metricsAddress(), "/health");
    assertEquals("{\"live\":%s,\"ready\":%s}\n".formatted(live, ready), response.body());
    assertEquals(live && ready ? 200 : 503, response.statusCode());
  }

  @Test
  void aProcessIsReadyFromRunningUntilItIsAskedToStop() throws Exception {
    metrics = "0";
    start("waits-for-stdin");
    assertHealth(true, false);
    process.getOutputStream().write('\n');
    process.getOutputStream().flush();
    awaitRunning();
    assertHealth(true, true);
    assertEquals(
        1, Scrape.metrics(metricsAddress()).get("sluice_info{engine=\"fake\",version=\"1.2.3\"}"));
    signal();
    while (!stderr().contains("stopping because of")) {
      Thread.onSpinWait();
    }
    assertHealth(true, false);
    process.getOutputStream().close();
    assertEnd(0, STOPPED);
  }

  @Test
  void aProcessThatHasFailedIsNotLive() throws Exception {
    metrics = "127.0.0.1:0";
    start("stray-failure-then-hangs");
    awaitRunning();
    while (!stderr().contains("StackOverflowError")) {
      Thread.onSpinWait();
    }
    assertHealth(false, false);
  }

  /** This test's client keeps its connection open. */
  @Test
  void r14_anOpenConnectionDoesNotDelayTheEnd() throws Exception {
    metrics = "0";
    start("waits");
    awaitRunning();
    assertHealth(true, true);
    long begin = System.nanoTime();
    signal();
    assertEnd(0, STOPPED);
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
    assertTrue(millis < 2_500, "the end took " + millis + " ms, so that it was halted");
  }

  @Test
  void r13_anAddressInUseExits2InOneLine() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      metrics = String.valueOf(taken.getLocalPort());
      start("waits");
      String reason =
          "metrics.listen: 127.0.0.1:%s: Address already in use; choose another port or host"
              .formatted(metrics);
      assertFailed(2, reason);
      assertEquals("sluice: " + reason + "\n", stderr());
    }
  }

  @Test
  void r14_anArgumentTooManyOrTooFewIsRefused() throws Exception {
    start("waits", new String[0]);
    assertFailed(2, "usage: fake CONFIG-FILE; one argument is required, there are 0");
    lines.clear();
    start("waits", "a", "b");
    assertFailed(2, "usage: fake CONFIG-FILE; one argument is required, there are 2");
  }
}
