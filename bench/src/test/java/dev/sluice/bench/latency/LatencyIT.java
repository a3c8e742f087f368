// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.latency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.bench.Bench;
import dev.sluice.bench.OwnServers;
import dev.sluice.bench.baseline.Baseline;
import dev.sluice.bench.report.Findings;
import dev.sluice.lab.engine.EngineCatalog;
import dev.sluice.lab.run.SinkKind;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Tests that the measurement works; it is small, since its figures do not matter here. */
class LatencyIT {

  @RegisterExtension static final OwnServers OWN = new OwnServers();

  private static final LatencyPlan PLAN =
      new LatencyPlan(
          List.of(Baseline.NULL_X2.mode(), "kstreams"),
          List.of(200, 400),
          2,
          200,
          1,
          400,
          5,
          1,
          SinkKind.POSTGRES);

  @Test
  void anEngineAndABaselineAreFedLeaveTheOraclesOutputAndAreSeenHopByHop(@TempDir Path folder)
      throws Exception {
    Bench bench = OWN.bench(folder, false, List.of("kstreams"));
    List<EngineCatalog.Entry> contestants = bench.behind(Baseline.NULL_X2);
    Findings findings = new LatencySection(SinkKind.POSTGRES).run(bench, PLAN, contestants);

    assertEquals(List.of(), findings.voids());
    assertEquals(PLAN.contestants().size(), findings.results().size());
    for (Object each : findings.results()) {
      LatencyResult result = (LatencyResult) each;
      assertEquals(
          List.of(200, 400), result.rates().stream().map(LatencyResult.AtRate::rate).toList());
      for (LatencyResult.AtRate at : result.rates()) {
        // One in three, by chance, in two seconds.
        long rows = at.latencies().rows();
        assertTrue(rows > at.rate() * 2 / 6 && rows < at.rate(), at::toString);
        assertTrue(at.latencies().millis(50) > 0, at::toString);
      }
      Waterfall median = result.around(50).orElseThrow();
      assertEquals(Waterfall.HOPS.size(), median.millis().size());
      // The first hop may be half a millisecond short, since the broker's time is cut.
      assertTrue(median.millis().stream().allMatch(hop -> hop > -0.5), median::toString);
    }
    assertNothingIsLeft();
    // All results exist: nothing is started again.
    assertEquals(
        findings.results(),
        new LatencySection(SinkKind.POSTGRES).run(bench, PLAN, contestants).results());
  }

  @Test
  void theRowsInTopicsAreSeenWhenTheyAreCommitted(@TempDir Path folder) throws Exception {
    LatencyPlan plan =
        new LatencyPlan(List.of("kstreams"), List.of(200), 2, 200, 1, 0, 5, 1, SinkKind.KAFKA);
    Bench bench = OWN.bench(folder, false, List.of("kstreams"));
    Findings findings = new LatencySection(SinkKind.KAFKA).run(bench, plan, bench.behind());

    assertEquals(List.of(), findings.voids());
    LatencyResult result = (LatencyResult) findings.results().get(0);
    Latencies found = result.at(200).orElseThrow();
    assertTrue(found.rows() > 200 * 2 / 6 && found.rows() < 200 * 2, found::toString);
    // Less would be without a commit, more is the default of a fetch that waits.
    assertTrue(found.millis(50) > 0.5, found::toString);
    assertNothingIsLeft();
  }

  private static void assertNothingIsLeft() throws Exception {
    try (Admin admin = Admin.create(OWN.servers().kafkaClient())) {
      assertEquals(Set.of(), admin.listTopics().names().get());
    }
    try (Connection connection = OWN.servers().connect();
        Statement statement = connection.createStatement();
        ResultSet schemas =
            statement.executeQuery(
                "SELECT count(*) FROM pg_namespace"
                    + " WHERE nspname LIKE 'latency%' OR nspname LIKE 'hops%'")) {
      schemas.next();
      assertEquals(0, schemas.getInt(1));
    }
  }
}
