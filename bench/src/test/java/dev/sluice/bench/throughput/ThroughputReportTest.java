package dev.sluice.bench.throughput;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.bench.measure.Figure;
import dev.sluice.bench.measure.Summary;
import dev.sluice.lab.engine.EngineCatalog;
import dev.sluice.lab.engine.EngineDescriptor;
import dev.sluice.lab.engine.EngineMode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What counts, and against what. */
class ThroughputReportTest {

  private static final Contestant BASE = contestant(Contestant.BASE);
  private static final Contestant FLINK = contestant("flink");

  private static Contestant contestant(String name) {
    EngineMode mode = new EngineMode(name, "somehow", Map.of());
    EngineDescriptor engine =
        new EngineDescriptor(
            Path.of("."), name, "1", List.of("true"), Optional.empty(), List.of(mode));
    return new Contestant(Contestant.Kind.ENGINE, new EngineCatalog.Entry(engine, mode));
  }

  private static Cell cell(Contestant who, int round, double rate, String problem) {
    return new Cell(
        Selection.FILTERED, who.name(), round, problem, Map.of(Figure.DRAIN_RATE, rate));
  }

  private static ThroughputReport report(Cell... cells) {
    BenchPlan plan =
        new BenchPlan(1_000, 3, 1, 4, 2, List.of("flink"), List.of(), List.of(Selection.FILTERED));
    return new ThroughputReport(plan, List.of(BASE, FLINK), List.of(cells));
  }

  @Test
  void ratiosAreTakenWithinARound() {
    ThroughputReport report =
        report(
            cell(BASE, 1, 100, null),
            cell(FLINK, 1, 50, null),
            cell(BASE, 2, 10, null),
            cell(FLINK, 2, 20, null),
            cell(FLINK, 3, 7, null));
    // 0.5 and 2, though the medians of the rates are 55 and 20.
    assertEquals(
        Optional.of(new Summary(1.25, 0.5, 2, 2)), report.ratio(Selection.FILTERED, FLINK));
    assertEquals(Optional.empty(), report.ratio(Selection.UNFILTERED, FLINK));
  }

  @Test
  void whatDiffersFromTheOracleDoesNotCount() {
    ThroughputReport report = report(cell(FLINK, 1, 50, null), cell(FLINK, 2, 900, "a row lacks"));
    assertEquals(
        Optional.of(new Summary(50, 50, 50, 1)),
        report.figure(Selection.FILTERED, FLINK, Figure.DRAIN_RATE));
    assertFalse(report.isValid());
    assertEquals(1, report.voids().size());
    assertTrue(report(cell(FLINK, 1, 50, null)).isValid());
  }
}
