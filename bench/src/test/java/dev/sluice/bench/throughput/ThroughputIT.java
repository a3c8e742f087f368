// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.throughput;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.bench.Bench;
import dev.sluice.bench.OwnServers;
import dev.sluice.bench.measure.Figure;
import dev.sluice.bench.measure.ResultFile;
import dev.sluice.bench.measure.TableDigest;
import dev.sluice.bench.report.Findings;
import dev.sluice.lab.compare.ComparedTable;
import dev.sluice.lab.engine.ClassArchive;
import dev.sluice.lab.engine.EngineCatalog;
import dev.sluice.lab.engine.EngineDescriptor;
import dev.sluice.lab.report.ConsoleReport;
import dev.sluice.lab.report.Style;
import dev.sluice.lab.run.Progress;
import dev.sluice.lab.run.SinkKind;
import dev.sluice.sink.postgres.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Tests that the measurement works; it is small, since its figures do not matter here. */
class ThroughputIT {

  private static final long EVENTS = 3_000;

  @RegisterExtension static final OwnServers OWN = new OwnServers();

  @Test
  void everyBaselineAndAnEngineLeaveTheOraclesOutputAndAreNotMeasuredTwice(@TempDir Path folder)
      throws Exception {
    BenchPlan plan =
        new BenchPlan(
            EVENTS,
            1,
            1,
            2,
            2,
            List.of("kstreams"),
            List.of(),
            List.of(Selection.values()),
            SinkKind.POSTGRES);
    Bench bench = OWN.bench(folder, true, plan.engines());
    Findings found = new ThroughputSection(plan).run(bench);
    assertEquals(List.of(), found.voids());
    // Five baselines and an engine; two of the baselines drain only one input. Mapped events are
    // drained by two baselines and the engine.
    assertEquals(6 + 4 + 3, found.results().size());
    for (Object result : found.results()) {
      Map<Figure, Double> figures = ((Cell) result).figures();
      assertTrue(figures.get(Figure.DRAIN_RATE) > figures.get(Figure.TOTAL_RATE), result::toString);
      assertTrue(figures.get(Figure.CPU) > 0, result::toString);
      assertTrue(figures.get(Figure.ALLOCATED) > 0, result::toString);
    }
    String text = ConsoleReport.render(found.chapters(), Style.PLAIN);
    assertTrue(text.lines().allMatch(line -> line.length() <= 100), text);
    assertTrue(text.contains("\nkstreams "), text);
    try (Admin admin = Admin.create(OWN.servers().kafkaClient())) {
      assertEquals(Set.of(), admin.listTopics().names().get());
    }
    // All results exist: nothing is started again, not even the servers.
    Bench again = OWN.idle(folder, true, plan.engines());
    assertEquals(found, new ThroughputSection(plan).run(again));
  }

  @Test
  void theBaselinesOfTopicsAndAnEngineLeaveTheOraclesOutputInTopics(@TempDir Path folder)
      throws Exception {
    BenchPlan plan =
        new BenchPlan(
            EVENTS,
            1,
            1,
            2,
            2,
            List.of("kstreams"),
            List.of(),
            List.of(Selection.FILTERED),
            SinkKind.KAFKA);
    Findings found = new ThroughputSection(plan).run(OWN.bench(folder, true, plan.engines()));
    assertEquals(List.of(), found.voids());
    assertEquals(
        List.of(
            "baseline-poll",
            "baseline-decide",
            "baseline-produce",
            "baseline-produce-x2",
            "baseline-null",
            "baseline-null-x2",
            "kstreams"),
        found.results().stream().map(result -> ((Cell) result).contestant()).toList());
    String headline = found.headlines().get(0);
    assertTrue(
        headline.startsWith("kstreams drains at ")
            && headline.endsWith(" two loops that only poll, decide and produce (Px2)"),
        headline);
    try (Admin admin = Admin.create(OWN.servers().kafkaClient())) {
      assertEquals(Set.of(), admin.listTopics().names().get());
    }
  }

  @Test
  void roundsJoinThoseThatStand(@TempDir Path folder) throws Exception {
    BenchPlan plan =
        new BenchPlan(
            EVENTS,
            2,
            1,
            2,
            2,
            List.of(),
            List.of(),
            List.of(Selection.FILTERED),
            SinkKind.POSTGRES);
    ResultFile<Cell> file = Throughput.file(folder, plan.withRounds(7));
    for (Contestant each : Contestant.of(plan)) {
      for (int round = 1; round <= 2; round++) {
        file.add(new Cell(Selection.FILTERED, each.name(), round, null, Map.of()));
      }
    }
    Bench bench = OWN.idle(folder, true, plan.engines());
    assertEquals(file.results(), new Throughput(bench, plan).run().cells());
    assertEquals(
        file.results().stream().filter(cell -> cell.round() == 1).toList(),
        new Throughput(bench, plan.withRounds(1)).run().cells());
    assertThrows(
        IllegalStateException.class, () -> new Throughput(bench, plan.withRounds(3)).run());
  }

  @Test
  void aContestantHasAnArchiveOfItsClassesBeforeItIsMeasured(@TempDir Path folder)
      throws Exception {
    EngineCatalog.Entry engine = withoutArchive(Files.createDirectory(folder.resolve("engine")));
    ClassArchive archive = ClassArchive.of(engine.engine());
    assertTrue(archive.isPossible());
    assertFalse(archive.exists());
    List<Boolean> existed = new CopyOnWriteArrayList<>();
    Bench own = OWN.bench(folder, true, List.of());
    Bench bench =
        new Bench(
            own.run(),
            own.source(),
            archived(engine, existed),
            folder,
            true,
            List.of(),
            own.seed());
    try {
      BenchPlan plan =
          new BenchPlan(
              EVENTS,
              1,
              1,
              2,
              2,
              List.of(engine.engine().folder().toString()),
              List.of(),
              List.of(Selection.FILTERED),
              SinkKind.POSTGRES);
      assertEquals(List.of(), new ThroughputSection(plan).run(bench).voids());
    } finally {
      deleteArchives(engine.engine().name());
      Files.delete(engine.engine().folder().resolve("lib"));
    }
    assertFalse(existed.isEmpty());
    assertTrue(existed.stream().allMatch(was -> was), existed::toString);
    try (Admin admin = Admin.create(OWN.servers().kafkaClient())) {
      assertEquals(Set.of(), admin.listTopics().names().get());
    }
  }

  /** Kafka Streams under a name and from a folder that no archive was made for. */
  private static EngineCatalog.Entry withoutArchive(Path folder) throws IOException {
    EngineCatalog catalog = EngineCatalog.under(EngineCatalog.home());
    Path original = catalog.entries("kstreams").get(0).engine().folder();
    Files.createSymbolicLink(folder.resolve("lib"), original.resolve("lib"));
    Files.writeString(
        folder.resolve(EngineDescriptor.FILE),
        Files.readString(original.resolve(EngineDescriptor.FILE))
            .replaceFirst("\"name\": \"kstreams\"", "\"name\": \"bench-archive-test\""));
    return catalog.entries(folder.toString()).get(0);
  }

  /** Looks for the archive when a contestant is about to be measured, and whenever it reports. */
  private static Progress archived(EngineCatalog.Entry engine, List<Boolean> existed) {
    return new Progress() {
      @Override
      public void at(String what, long done, long total) {
        if (what.equals(engine.mode().name())) {
          existed.add(ClassArchive.of(engine.engine()).exists());
        }
      }

      @Override
      public void done(String what, String how) {}
    };
  }

  private static void deleteArchives(String engine) throws IOException {
    try (Stream<Path> files = Files.list(ClassArchive.folder())) {
      for (Path file : files.filter(f -> f.getFileName().toString().startsWith(engine)).toList()) {
        Files.delete(file);
      }
    }
  }

  @Test
  void aRowThatIsMissingOrOtherMakesADrainVoid() throws Exception {
    try (Connection connection = OWN.servers().connect();
        Statement statement = connection.createStatement()) {
      for (String schema : List.of("one", "other")) {
        Schema.create(connection, schema);
        statement.execute(
            """
            INSERT INTO %s.dead_letters
                (source_partition, source_offset, reason, raw, raw_length, raw_sha256)
            SELECT 0, n, 'not_json', NULL, NULL, NULL FROM generate_series(1, 100) n
            ORDER BY %s
            """
                .formatted(schema, schema.equals("one") ? "n" : "-n"));
      }
      TableDigest one = TableDigest.of(connection, "one", ComparedTable.DEAD_LETTERS);
      assertEquals(100, one.rows());
      assertEquals(one, TableDigest.of(connection, "other", ComparedTable.DEAD_LETTERS));

      Expected expected = new Expected(null, Map.of(ComparedTable.DEAD_LETTERS, one), folder());
      Set<ComparedTable> tables = Set.of(ComparedTable.DEAD_LETTERS);
      assertEquals(Optional.empty(), expected.difference(connection, "other", tables));
      statement.execute(
          "UPDATE other.dead_letters SET reason = 'not_utf8' WHERE source_offset = 7");
      assertNotEquals(one, TableDigest.of(connection, "other", ComparedTable.DEAD_LETTERS));
      assertEquals(
          Optional.of("dead_letters has 100 rows, the oracle 100 different ones"),
          expected.difference(connection, "other", tables));
      statement.execute("DELETE FROM other.dead_letters WHERE source_offset = 7");
      assertEquals(
          Optional.of("dead_letters has 99 rows, the oracle 100"),
          expected.difference(connection, "other", tables));
    }
  }

  private static Path folder() {
    return Path.of("none.rows");
  }
}
