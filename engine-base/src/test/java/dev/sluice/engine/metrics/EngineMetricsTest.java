// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.engine.config.ListenAddress;
import dev.sluice.engine.ledger.Counts;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests what a scrape of the real endpoint has. */
class EngineMetricsTest {

  private static final Pattern NAME = Pattern.compile("\\bsluice_[a-z_]+");

  private final AtomicLong nanos = new AtomicLong();
  private final EngineMetrics metrics = new EngineMetrics("flink", "2.3.0", () -> 1_500);
  private final Lag lag = new Lag(true, nanos::get);

  private Map<String, Double> scrape() throws IOException, InterruptedException {
    try (MetricsServer server = start()) {
      return Scrape.metrics(server.address());
    }
  }

  private MetricsServer start() {
    return MetricsServer.start(
        ListenAddress.loopback(0), metrics.registry(), MetricsServerTest.health(true, true));
  }

  /** All metrics, as of a mode that keeps the ledger. */
  private void exposeAll() {
    metrics.exposeWriters();
    lag.register(EngineMetrics.PROPERTIES, metrics.registry());
  }

  @Test
  void whatWasNotYetCountedIsZero() throws Exception {
    metrics.exposeWriters();
    Map<String, Double> expected = new TreeMap<>();
    expected.put("sluice_info{engine=\"flink\",version=\"2.3.0\"}", 1.0);
    for (String outcome : List.of("accepted", "filtered", "late", "malformed", "refused")) {
      expected.put("sluice_records_total{outcome=\"" + outcome + "\"}", 0.0);
    }
    expected.put("sluice_retries_total", 0.0);
    expected.put("sluice_last_commit_timestamp_seconds", 0.0);
    Map<String, Double> scraped = scrape();
    scraped.keySet().removeIf(name -> name.matches("sluice_(flush_seconds|batch_records)_.*"));
    assertEquals(expected, scraped);
  }

  @Test
  void recordsAreCountedByOutcomeWithoutRuleOrReason() throws Exception {
    metrics.exposeWriters();
    metrics.committed(
        Counts.of(
            Map.of(
                "accepted",
                5L,
                "filtered:bots",
                3L,
                "filtered:own",
                1L,
                "malformed:not_json",
                2L)));
    metrics.committed(Counts.of(Map.of("accepted", 1L, "late", 7L, "refused", 9L)));
    Map<String, Double> scraped = scrape();
    assertEquals(6, scraped.get("sluice_records_total{outcome=\"accepted\"}"));
    assertEquals(4, scraped.get("sluice_records_total{outcome=\"filtered\"}"));
    assertEquals(7, scraped.get("sluice_records_total{outcome=\"late\"}"));
    assertEquals(2, scraped.get("sluice_records_total{outcome=\"malformed\"}"));
    assertEquals(9, scraped.get("sluice_records_total{outcome=\"refused\"}"));
    assertEquals(1.5, scraped.get("sluice_last_commit_timestamp_seconds"));
  }

  @Test
  void flushesAreInBucketsUpTo30SecondsAnd100000Records() throws Exception {
    metrics.exposeWriters();
    metrics.flushed(1, Duration.ofNanos(1_500_000));
    metrics.flushed(10_000, Duration.ofSeconds(40));
    metrics.retrying();
    Map<String, Double> scraped = scrape();
    assertEquals(0, scraped.get("sluice_flush_seconds_bucket{le=\"0.001\"}"));
    assertEquals(1, scraped.get("sluice_flush_seconds_bucket{le=\"0.002\"}"));
    assertEquals(1, scraped.get("sluice_flush_seconds_bucket{le=\"30.0\"}"));
    assertEquals(2, scraped.get("sluice_flush_seconds_bucket{le=\"+Inf\"}"));
    assertEquals(40.0015, scraped.get("sluice_flush_seconds_sum"), 1e-9);
    assertEquals(1, scraped.get("sluice_batch_records_bucket{le=\"1.0\"}"));
    assertEquals(1, scraped.get("sluice_batch_records_bucket{le=\"5000.0\"}"));
    assertEquals(2, scraped.get("sluice_batch_records_bucket{le=\"10000.0\"}"));
    assertEquals(2, scraped.get("sluice_batch_records_bucket{le=\"100000.0\"}"));
    assertEquals(1, scraped.get("sluice_retries_total"));
  }

  @Test
  void lagIsTheLogsEndMinusTheLedgerOfEachPartition() throws Exception {
    exposeAll();
    lag.ledger(new TreeMap<>(Map.of(0, 5L, 1, 9L)));
    assertFalse(scrape().containsKey("sluice_lag_records{partition=\"0\"}"), "no end was read");
    // Partition 2 has appeared; the ledger of partition 1 was read after the log.
    lag.ends(new TreeMap<>(Map.of(0, 8L, 1, 7L, 2, 4L)));
    Map<String, Double> scraped = scrape();
    assertEquals(5, scraped.get("sluice_ledger_next{partition=\"0\"}"));
    assertEquals(7, scraped.get("sluice_log_end{partition=\"1\"}"));
    assertEquals(3, scraped.get("sluice_lag_records{partition=\"0\"}"));
    assertEquals(0, scraped.get("sluice_lag_records{partition=\"1\"}"));
    assertEquals(4, scraped.get("sluice_lag_records{partition=\"2\"}"));
  }

  @Test
  void theAgeOfTheLagIsThatOfTheOlderReading() throws Exception {
    exposeAll();
    nanos.addAndGet(3_000_000_000L);
    assertEquals(3, scrape().get("sluice_lag_age_seconds"), "nothing was read yet");
    lag.ends(new TreeMap<>(Map.of(0, 8L)));
    assertFalse(scrape().containsKey("sluice_lag_records{partition=\"0\"}"), "no ledger was read");
    nanos.addAndGet(500_000_000L);
    lag.ledger(new TreeMap<>(Map.of(0, 5L)));
    assertEquals(0.5, scrape().get("sluice_lag_age_seconds"));
  }

  @Test
  void aModeWithoutALedgerHasOnlyTheLogsEnd() throws Exception {
    Lag unknown = new Lag(false, nanos::get);
    unknown.register(EngineMetrics.PROPERTIES, metrics.registry());
    unknown.ledger(new TreeMap<>(Map.of(0, 0L)));
    unknown.ends(new TreeMap<>(Map.of(0, 8L)));
    nanos.addAndGet(1_000_000_000L);
    unknown.ends(new TreeMap<>(Map.of(0, 9L)));
    assertEquals(
        Map.of(
            "sluice_info{engine=\"flink\",version=\"2.3.0\"}", 1.0,
            "sluice_log_end{partition=\"0\"}", 9.0,
            "sluice_lag_age_seconds", 0.0),
        scrape());
  }

  @Test
  void theTextIsPrometheussAlsoForAServerThatPrefersProtocolBuffers() throws Exception {
    exposeAll();
    try (MetricsServer server = start()) {
      HttpResponse<String> response =
          Scrape.get(
              server.address(),
              "/metrics",
              "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;"
                  + "encoding=delimited;q=0.6,text/plain;version=0.0.4;q=0.3,*/*;q=0.2");
      assertEquals(200, response.statusCode());
      assertEquals(
          "text/plain; version=0.0.4; charset=utf-8",
          response.headers().firstValue("Content-Type").orElse("none"));
      assertTrue(
          response.body().contains("# TYPE sluice_flush_seconds histogram\n"), response.body());
    }
  }

  /** The names in alerts, dashboard and documentation are those of a scrape. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "deploy/observability/alerts.yml",
        "deploy/observability/alerts_test.yml",
        "deploy/observability/dashboard.json",
        "docs/metrics.md"
      })
  void everyNameThatIsUsedIsExposed(String file) throws Exception {
    Set<String> used = names(Files.readString(Path.of("..").resolve(file)));
    used.removeAll(exposed());
    assertEquals(Set.of(), used);
  }

  @Test
  void everyNameIsInTheDocumentation() throws Exception {
    String table = Files.readString(Path.of("..", "docs", "metrics.md"));
    Set<String> missing = new TreeSet<>(exposed());
    missing.removeIf(name -> name.matches(".*_(bucket|sum|count)"));
    missing.removeIf(name -> table.contains("\n| `" + name + "` |"));
    assertEquals(Set.of(), missing);
  }

  /** The names of all samples, and of their families. */
  private Set<String> exposed() throws IOException, InterruptedException {
    exposeAll();
    lag.ledger(new TreeMap<>(Map.of(0, 0L)));
    lag.ends(new TreeMap<>(Map.of(0, 0L)));
    try (MetricsServer server = start()) {
      return names(Scrape.get(server.address(), "/metrics").body());
    }
  }

  private static Set<String> names(String text) {
    Stream<String> names = NAME.matcher(text).results().map(MatchResult::group);
    return names.collect(Collectors.toCollection(TreeSet::new));
  }
}
