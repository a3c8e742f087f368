package dev.sluice.bench.scale;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.bench.Bench;
import dev.sluice.bench.measure.TableDigest;
import dev.sluice.bench.report.Findings;
import dev.sluice.bench.throughput.Expected;
import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.ledger.Schema;
import dev.sluice.lab.compare.Table;
import dev.sluice.lab.input.TopicLoader;
import dev.sluice.lab.input.traffic.Dial;
import dev.sluice.lab.input.traffic.TrafficGenerator;
import dev.sluice.lab.input.traffic.TrafficProfile;
import dev.sluice.lab.oracle.Oracle;
import dev.sluice.lab.oracle.OracleLoader;
import dev.sluice.lab.oracle.OracleTables;
import dev.sluice.lab.oracle.OutcomeListener;
import dev.sluice.lab.run.DecisionSource;
import dev.sluice.lab.run.Progress;
import dev.sluice.lab.server.EmbeddedServers;
import dev.sluice.lab.server.LabRun;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** The axes are walked along, small, since what comes of it in figures is not asked here. */
@TestInstance(Lifecycle.PER_CLASS)
class ScaleIT {

  private LabRun run;
  private EmbeddedServers servers;

  @BeforeAll
  void start() throws Exception {
    run = LabRun.open(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
    servers = run.own(EmbeddedServers.start(run.directory()));
  }

  @AfterAll
  void end() throws Exception {
    if (run != null) {
      run.close();
    }
  }

  @Test
  void everySettingLeavesTheOraclesOutputAndIsNotMeasuredTwice(@TempDir Path folder)
      throws Exception {
    Bench bench =
        new Bench(run.directory(), servers, Progress.NONE, folder, false, List.of("kstreams"), 1);
    ScaleSection section = new ScaleSection(List.of(2_000L, 4_000L));
    Findings findings = section.run(bench);
    assertEquals(List.of(), findings.voids());
    // Ten settings: one in the middle, and 1 + 2 + 3 + 3 others; one floor at each, and the engine
    // where it is not lists that differ.
    assertEquals(10 + 7, findings.results().size());
    assertEquals(Axis.values().length, findings.chapters().size());
    assertTrue(
        findings.headlines().get(0).startsWith("An event among 4,000 costs"),
        findings.headlines()::toString);
    assertEquals(findings, section.run(bench));
  }

  /** What holds rows in memory is the other way to the same tables. */
  @Test
  void r7_aTopicReadIntoTablesHasTheDigestsOfOneFoldedInMemory() throws Exception {
    for (long seed = 1; seed <= 3; seed++) {
      String topic = "digests-" + seed;
      new TopicLoader(servers.kafkaClient())
          .load(
              topic,
              TrafficGenerator.of(
                  seed, 12_000, 3, TrafficProfile.defaults().with(Dial.DUPLICATES, 0.3)),
              sent -> {});
      EngineConfig.Kafka kafka =
          new EngineConfig.Kafka(servers.bootstrapServers(), topic, servers.kafkaProperties());
      EngineConfig.Decision decision = DecisionSource.defaults().decision();
      OracleTables tables = Oracle.fold(kafka, decision, OutcomeListener.NONE);
      Expected streamed = Expected.of(servers, kafka, decision);
      assertEquals(tables.counts(), streamed.counts(), "seed " + seed);
      assertTrue(tables.counts().duplicates() > 100, "seed " + seed);
      String schema = "in_memory_" + seed;
      try (Connection connection = servers.connect()) {
        Schema.create(connection, schema);
        OracleLoader.load(connection, schema, tables);
        for (Table table : Table.ALL) {
          assertEquals(
              TableDigest.of(connection, schema, table),
              streamed.digests().get(table),
              table + ", seed " + seed);
        }
      }
    }
  }
}
