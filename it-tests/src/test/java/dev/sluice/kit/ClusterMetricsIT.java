// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.summingLong;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.kit.contract.KitExtension;
import dev.sluice.kit.testbed.Launch;
import dev.sluice.kit.testbed.Scenarios;
import dev.sluice.kit.testbed.TestBed;
import dev.sluice.lab.engine.EngineCatalog;
import dev.sluice.lab.engine.EngineChild;
import dev.sluice.lab.server.LogTail;
import dev.sluice.lab.server.RunDirectory;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What the tasks of a cluster have committed is in the cluster's own metrics. */
class ClusterMetricsIT {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final long LOOK_MILLIS = 200;
  private static final int LOG_LINES = 60;

  private static final Pattern REST_PORT = Pattern.compile("rest.port: (\\d+)");
  private static final Pattern ID = Pattern.compile("\"id\":\"([0-9a-f]{32})\"");
  private static final Pattern NAME =
      Pattern.compile("\"id\":\"([^\"]*\\.sluice\\.outcome\\.[a-z]+\\.records)\"");
  private static final Pattern SUM =
      Pattern.compile("\"id\":\"[^\"]*\\.sluice\\.outcome\\.([a-z]+)\\.records\",\"sum\":(\\d+)");
  private static final Pattern FILE =
      Pattern.compile(".*\\.sluice\\.records\\.outcome\\.([a-z]+)\\.csv");

  private static TestBed testBed;

  @RegisterExtension
  static final BeforeAllCallback SERVERS = context -> testBed = KitExtension.testBed(context);

  @TempDir Path folder;

  private final HttpClient client = HttpClient.newHttpClient();

  /** By the REST interface, which asks the TaskManagers as each of Flink's reporters does. */
  @Test
  void flinksMetricGroupsHaveWhatTheLedgerCounts() throws Exception {
    EngineCatalog.Entry entry = testBed.engine("flink-cluster");
    TestBed.Scenario scenario = scenario(entry);
    Launch launch = testBed.launch(entry, scenario).untilStopped();
    try (EngineChild child = launch.start()) {
      child.awaitRunning(PATIENCE);
      Path cluster = RunDirectory.foldersOf(child.pid()).get(0).resolve("cluster");
      Matcher port = REST_PORT.matcher(Files.readString(cluster.resolve("conf/config.yaml")));
      assertTrue(port.find());
      URI jobs = URI.create("http://127.0.0.1:" + port.group(1) + "/jobs/");
      URI job = jobs.resolve(first(ID, get(jobs.resolve("."))) + "/");
      URI vertex = job.resolve("vertices/" + first(ID, get(job.resolve("."))) + "/");
      awaitLedger(scenario, launch, child, () -> sums(vertex.resolve("subtasks/metrics")));
      child.stop(PATIENCE);
    }
  }

  private Map<String, Long> sums(URI metrics) throws IOException, InterruptedException {
    List<String> names =
        NAME.matcher(get(metrics)).results().map(found -> found.group(1)).distinct().toList();
    String query = "?agg=sum&get=" + String.join(",", names);
    return SUM.matcher(get(URI.create(metrics + query)))
        .results()
        .collect(
            groupingBy(
                found -> found.group(1),
                TreeMap::new,
                summingLong(found -> Long.parseLong(found.group(2)))));
  }

  private static String first(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .map(MatchResult::group)
        .findFirst()
        .map(found -> pattern.matcher(found).replaceFirst("$1"))
        .orElseThrow(() -> new AssertionError(text));
  }

  private String get(URI address) throws IOException, InterruptedException {
    return client
        .send(HttpRequest.newBuilder(address).timeout(PATIENCE).build(), BodyHandlers.ofString())
        .body();
  }

  /** By Spark's own sink to files, of which each executor writes its own. */
  @Test
  void sparksMetricsHaveWhatTheLedgerCounts() throws Exception {
    Path files = Files.createDirectory(folder.resolve("metrics"));
    String sink = "spark.metrics.conf.executor.sink.csv.";
    Files.write(
        folder.resolve("spark-defaults.conf"),
        List.of(
            sink + "class org.apache.spark.metrics.sink.CsvSink",
            sink + "period 1",
            sink + "unit seconds",
            sink + "directory " + files));
    EngineCatalog.Entry entry = testBed.engine("spark-cluster");
    TestBed.Scenario scenario = scenario(entry);
    Launch launch = testBed.launch(entry, scenario).untilStopped();
    try (EngineChild child = launch.start(Map.of("SPARK_CONF_DIR", folder.toString()))) {
      child.awaitRunning(PATIENCE);
      awaitLedger(scenario, launch, child, () -> sums(files));
      child.stop(PATIENCE);
    }
  }

  private static Map<String, Long> sums(Path files) throws IOException {
    Map<String, Long> sums = new TreeMap<>();
    try (Stream<Path> all = Files.list(files)) {
      for (Path file : all.toList()) {
        Matcher name = FILE.matcher(file.getFileName().toString());
        if (name.matches()) {
          List<String> lines = Files.readAllLines(file);
          String last = lines.get(lines.size() - 1);
          String count = last.substring(last.indexOf(',') + 1);
          // A line that is being written has no figure, or not all of it, and is read again.
          sums.merge(name.group(1), count.matches("\\d+") ? Long.parseLong(count) : 0, Long::sum);
        }
      }
    }
    return sums;
  }

  private static TestBed.Scenario scenario(EngineCatalog.Entry entry) throws Exception {
    return new Scenarios(testBed, testBed.rulesFor(entry.mode())).traffic(3);
  }

  private static void awaitLedger(
      TestBed.Scenario scenario, Launch launch, EngineChild child, Callable<Map<String, Long>> seen)
      throws Exception {
    Map<String, Long> expected =
        new TreeMap<>(MetricsIT.ledger(testBed, scenario.oracleSchema()).byOutcome());
    assertTrue(expected.get("accepted") > 0 && expected.get("late") > 0, expected::toString);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    Map<String, Long> metrics = seen.call();
    while (!metrics.equals(expected)) {
      if (!child.isAlive() || System.nanoTime() > deadline) {
        assertEquals(expected, metrics, () -> LogTail.of(child.log(), LOG_LINES));
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      metrics = seen.call();
    }
    assertEquals(expected, new TreeMap<>(MetricsIT.ledger(testBed, launch.schema()).byOutcome()));
  }
}
