// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.engine.ledger.Counts;
import dev.sluice.kit.contract.KitExtension;
import dev.sluice.kit.testbed.Launch;
import dev.sluice.kit.testbed.Scenarios;
import dev.sluice.kit.testbed.Schemas;
import dev.sluice.kit.testbed.TestBed;
import dev.sluice.lab.engine.EngineCatalog;
import dev.sluice.lab.engine.EngineChild;
import dev.sluice.lab.engine.EngineExit;
import dev.sluice.lab.engine.EngineStatus;
import dev.sluice.lab.server.LogTail;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Scrapes the process of each engine. Each opens its writers in its own way: in the loop's thread,
 * in stream threads, and in tasks that are created from serialized plans.
 */
class MetricsIT {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final long LOOK_MILLIS = 100;
  private static final int LOG_LINES = 60;

  private static final Pattern ADDRESS =
      Pattern.compile("sluice: metrics at (http://\\S+)/metrics");
  private static final Pattern SAMPLE = Pattern.compile("(?m)^(sluice_\\S+) (\\S+)$");

  private static TestBed testBed;

  @RegisterExtension
  static final BeforeAllCallback SERVERS = context -> testBed = KitExtension.testBed(context);

  private final HttpClient client = HttpClient.newHttpClient();

  @ParameterizedTest
  @ValueSource(strings = {"examples/reference", "flink", "kstreams", "spark"})
  void r9_whatAProcessHasCommittedIsWhatTheLedgerCounts(String engine) throws Exception {
    EngineCatalog.Entry entry = testBed.engine(engine);
    TestBed.Scenario scenario = new Scenarios(testBed, testBed.rulesFor(entry.mode())).traffic(3);
    Launch launch = testBed.launch(entry, scenario).untilStopped().with("metrics.listen", 0);
    URI address;
    try (EngineChild child = launch.start()) {
      child.awaitRunning(PATIENCE);
      address = URI.create(awaitMatch(child, ADDRESS).group(1));
      Map<String, Double> scraped = awaitNoLag(child, launch, address);
      Counts counts = ledger(testBed, launch.schema());
      Map<String, Double> expected = new TreeMap<>();
      expected.put("accepted", (double) counts.accepted());
      expected.put("filtered", (double) counts.filtered());
      expected.put("late", (double) counts.late());
      expected.put("malformed", (double) counts.malformed());
      expected.put("refused", 0.0);
      Map<String, Double> committed = new TreeMap<>();
      for (String outcome : expected.keySet()) {
        committed.put(outcome, scraped.get("sluice_records_total{outcome=\"" + outcome + "\"}"));
      }
      assertEquals(expected, committed);
      assertTrue(counts.accepted() > 0 && counts.late() > 0 && counts.malformed() > 0);
      assertEquals((double) counts.sum(), scraped.get("sluice_batch_records_sum"));
      assertTrue(scraped.get("sluice_flush_seconds_count") > 0);
      assertEquals("{\"live\":true,\"ready\":true}\n", get(address, "/health").body());
      EngineExit exit = child.stop(PATIENCE);
      assertEquals(
          Optional.empty(),
          exit.problem(),
          () -> "the end of its log:\n" + LogTail.of(child.log(), LOG_LINES));
      assertEquals(
          Optional.of(EngineStatus.Kind.STOPPED), exit.lastStatus().map(EngineStatus::kind));
    }
    assertThrows(ConnectException.class, () -> get(address, "/health"));
  }

  /** Waits until the process has counted what the ledger has, and knows that nothing is left. */
  private Map<String, Double> awaitNoLag(EngineChild child, Launch launch, URI address)
      throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      Map<String, Double> scraped = scrape(address);
      long ledger = ledger(testBed, launch.schema()).sum();
      if (ledger > 0
          && sum(scraped, "sluice_records_total{") == ledger
          && sum(scraped, "sluice_ledger_next{") == ledger
          && scraped.containsKey("sluice_lag_records{partition=\"0\"}")
          && sum(scraped, "sluice_lag_records{") == 0) {
        return scraped;
      }
      assertTrue(
          child.isAlive() && System.nanoTime() < deadline,
          () ->
              "timed out waiting for "
                  + ledger
                  + " records, or the engine exited: "
                  + scraped
                  + "\n"
                  + LogTail.of(child.log(), LOG_LINES));
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
  }

  private static double sum(Map<String, Double> scraped, String start) {
    return scraped.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(start))
        .mapToDouble(Map.Entry::getValue)
        .sum();
  }

  private static Matcher awaitMatch(EngineChild child, Pattern pattern) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    Matcher matcher = pattern.matcher(Files.readString(child.log()));
    while (!matcher.find()) {
      assertTrue(child.isAlive() && System.nanoTime() < deadline, "no address in the log");
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      matcher = pattern.matcher(Files.readString(child.log()));
    }
    return matcher;
  }

  private Map<String, Double> scrape(URI address) throws IOException, InterruptedException {
    Map<String, Double> values = new TreeMap<>();
    SAMPLE
        .matcher(get(address, "/metrics").body())
        .results()
        .forEach(sample -> values.put(sample.group(1), Double.valueOf(sample.group(2))));
    return values;
  }

  private HttpResponse<String> get(URI address, String path)
      throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(address.resolve(path)).timeout(PATIENCE).build(),
        BodyHandlers.ofString());
  }

  /** The counts of all partitions of a run's, or the oracle's, tables. */
  static Counts ledger(TestBed testBed, String schema) throws SQLException {
    try (Connection connection = testBed.connect()) {
      Counts counts = Counts.NONE;
      for (Schemas.LedgerLine line : Schemas.ledger(connection, schema).values()) {
        counts = counts.plus(Counts.of(line.counts()));
      }
      return counts;
    }
  }
}
