// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.scale;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.bench.Bench;
import dev.sluice.bench.OwnServers;
import dev.sluice.bench.measure.TableDigest;
import dev.sluice.bench.report.Findings;
import dev.sluice.bench.throughput.Expected;
import dev.sluice.engine.config.EngineConfig;
import dev.sluice.lab.compare.ComparedTable;
import dev.sluice.lab.input.TopicLoader;
import dev.sluice.lab.input.traffic.TrafficGenerator;
import dev.sluice.lab.input.traffic.TrafficProfile;
import dev.sluice.lab.input.traffic.TrafficShare;
import dev.sluice.lab.oracle.Oracle;
import dev.sluice.lab.oracle.OracleLoader;
import dev.sluice.lab.oracle.OracleTables;
import dev.sluice.lab.oracle.OutcomeListener;
import dev.sluice.lab.run.DecisionSource;
import dev.sluice.sink.postgres.Schema;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Measures along the axes, with small inputs, since the figures do not matter here. */
class ScaleIT {

  @RegisterExtension static final OwnServers OWN = new OwnServers();

  @Test
  void everySettingLeavesTheOraclesOutputAndIsNotMeasuredTwice(@TempDir Path folder)
      throws Exception {
    Bench bench = OWN.bench(folder, false, List.of());
    ScaleSection section = new ScaleSection(List.of(2_000L, 4_000L));
    Findings findings = section.run(bench);
    assertEquals(List.of(), findings.voids());
    // Ten settings: one in the middle, and 1 + 2 + 3 + 3 others; one baseline at each.
    assertEquals(10, findings.results().size());
    assertEquals(Axis.values().length, findings.chapters().size());
    assertTrue(
        findings.headlines().get(0).startsWith("Cost per event with 4,000 events"),
        findings.headlines()::toString);
    assertEquals(findings, section.run(bench));
  }

  /** Compares the streamed tables with those of the oracle that holds its rows in memory. */
  @Test
  void r7_aTopicReadIntoTablesHasTheDigestsOfOneFoldedInMemory() throws Exception {
    for (long seed = 1; seed <= 3; seed++) {
      String topic = "digests-" + seed;
      new TopicLoader(OWN.servers().kafkaClient())
          .load(
              topic,
              TrafficGenerator.of(
                  seed, 12_000, 3, TrafficProfile.defaults().with(TrafficShare.DUPLICATES, 0.3)),
              sent -> {});
      EngineConfig.Kafka kafka =
          new EngineConfig.Kafka(
              OWN.servers().bootstrapServers(), topic, OWN.servers().kafkaProperties());
      EngineConfig.Decision decision = DecisionSource.defaults().decision();
      OracleTables tables = Oracle.fold(kafka, decision, OutcomeListener.NONE);
      Expected streamed = Expected.of(OWN.servers(), kafka, decision);
      assertEquals(tables.counts(), streamed.counts(), "seed " + seed);
      assertTrue(tables.counts().duplicates() > 100, "seed " + seed);
      String schema = "in_memory_" + seed;
      try (Connection connection = OWN.servers().connect()) {
        Schema.create(connection, schema);
        OracleLoader.load(connection, schema, tables);
        for (ComparedTable table : ComparedTable.ALL) {
          assertEquals(
              TableDigest.of(connection, schema, table),
              streamed.digests().get(table),
              table + ", seed " + seed);
        }
      }
    }
  }
}
