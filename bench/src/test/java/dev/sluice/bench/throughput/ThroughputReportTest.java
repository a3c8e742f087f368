// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.throughput;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.bench.baseline.Baseline;
import dev.sluice.bench.measure.Figure;
import dev.sluice.bench.report.Findings;
import dev.sluice.lab.engine.EngineCatalog;
import dev.sluice.lab.engine.EngineDescriptor;
import dev.sluice.lab.engine.EngineMode;
import dev.sluice.lab.engine.JavaReleases;
import dev.sluice.lab.input.traffic.TrafficShare;
import dev.sluice.lab.report.ConsoleReport;
import dev.sluice.lab.report.Paragraph;
import dev.sluice.lab.report.Style;
import dev.sluice.lab.report.chart.Summary;
import dev.sluice.lab.run.SinkKind;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Tests which drains count, and what they are compared with. */
class ThroughputReportTest {

  private static final Contestant BASE = contestant(Baseline.NULL_X2.mode());
  private static final Contestant FLINK = contestant("flink");

  private static Contestant contestant(String name) {
    return contestant(Contestant.Kind.ENGINE, name, name);
  }

  private static Contestant contestant(Contestant.Kind kind, String engineName, String name) {
    EngineMode mode = new EngineMode(name, "somehow", Map.of());
    EngineDescriptor engine =
        new EngineDescriptor(
            Path.of("."),
            engineName,
            "1",
            List.of("true"),
            JavaReleases.UNSAID,
            Optional.empty(),
            List.of(mode));
    return new Contestant(kind, new EngineCatalog.Entry(engine, mode), SinkKind.POSTGRES);
  }

  private static BenchPlan plan(List<String> peers) {
    return new BenchPlan(
        1_000, 3, 1, 4, 2, List.of("flink"), peers, List.of(Selection.FILTERED), SinkKind.POSTGRES);
  }

  private static Cell cell(Contestant who, int round, double rate, String problem) {
    return new Cell(
        Selection.FILTERED, who.name(), round, problem, Map.of(Figure.DRAIN_RATE, rate));
  }

  private static ThroughputReport report(Cell... cells) {
    return new ThroughputReport(plan(List.of()), List.of(BASE, FLINK), List.of(cells));
  }

  @Test
  void theFiguresOfAShortDrainAreMarkedAsThoseOfColdJvms() {
    assertTrue(introduction(200_000).contains("cold JVMs"), introduction(200_000));
    assertFalse(introduction(5_000_000).contains("cold JVMs"), introduction(5_000_000));
  }

  private static String introduction(long events) {
    BenchPlan plan =
        new BenchPlan(
            events,
            1,
            1,
            4,
            2,
            List.of("flink"),
            List.of(),
            List.of(Selection.FILTERED),
            SinkKind.POSTGRES);
    Findings findings =
        ThroughputFindings.of(
            new ThroughputReport(plan, List.of(BASE, FLINK), List.of(cell(BASE, 1, 100, null))));
    return ((Paragraph) findings.chapters().get(0).blocks().get(0)).text();
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
        Optional.of(new Summary(1.25, 0.5, 2, 2)),
        report.ratio(Selection.FILTERED, FLINK, Figure.DRAIN_RATE));
    assertEquals(Optional.empty(), report.ratio(Selection.UNFILTERED, FLINK, Figure.DRAIN_RATE));
    assertEquals(Optional.empty(), report.ratio(Selection.FILTERED, FLINK, Figure.WARM_RATE));
  }

  @Test
  void theMappedRateIsDividedByThePlainOneOfTheSameRound() {
    ThroughputReport report =
        report(
            cell(FLINK, 1, 100, null),
            mapped(FLINK, 1, 90),
            cell(FLINK, 2, 10, null),
            mapped(FLINK, 2, 11),
            mapped(FLINK, 3, 7));
    // 0.9 and 1.1; the third round has no plain drain.
    assertEquals(
        Optional.of(new Summary(1.0, 0.9, 1.1, 2)), report.mapped(FLINK, Figure.DRAIN_RATE));
    assertEquals(Optional.empty(), report.mapped(BASE, Figure.DRAIN_RATE));
  }

  private static Cell mapped(Contestant who, int round, double rate) {
    return new Cell(Selection.MAPPED, who.name(), round, null, Map.of(Figure.DRAIN_RATE, rate));
  }

  @Test
  void theRatioOfMappedToPlainIsAFindingWithItsTargetIfBothWereDrained() {
    Contestant decides = contestant(Contestant.Kind.BASELINE, "baselines", "baseline-decide");
    List<Cell> cells = List.of(cell(decides, 1, 100, null), mapped(decides, 1, 95));
    Findings both =
        findings(List.of(Selection.FILTERED, Selection.MAPPED), List.of(decides), cells);
    String text = ConsoleReport.render(both.chapters(), Style.PLAIN);
    assertTrue(text.contains("The target for baseline-decide is 0.90."), text);
    assertTrue(text.replaceAll(" +", " ").contains("\nbaseline-decide 0.95 0.95 to 0.95 "), text);
    assertEquals(
        List.of(
            "baseline-decide reads mapped events at 0.95 × the rate of plain ones; target 0.90"),
        both.headlines());
    Findings one = findings(List.of(Selection.FILTERED), List.of(decides), cells);
    assertEquals(List.of(), one.headlines());
    assertFalse(ConsoleReport.render(one.chapters(), Style.PLAIN).contains("0.90"));
  }

  private static Findings findings(
      List<Selection> inputs, List<Contestant> contestants, List<Cell> cells) {
    BenchPlan plan =
        new BenchPlan(1_000, 1, 1, 4, 2, List.of(), List.of(), inputs, SinkKind.POSTGRES);
    return ThroughputFindings.of(new ThroughputReport(plan, contestants, cells));
  }

  @Test
  void mappedEventsAreDrainedByThoseThatDecide() {
    BenchPlan plan =
        new BenchPlan(
            1_000,
            1,
            1,
            4,
            2,
            List.of(),
            List.of(),
            List.of(Selection.MAPPED, Selection.FILTERED),
            SinkKind.POSTGRES);
    assertEquals(
        List.of("baseline-decide", "baseline-null-x2"),
        Contestant.of(plan).stream()
            .filter(each -> each.drains(Selection.MAPPED, plan))
            .map(Contestant::name)
            .toList());
    assertTrue(FLINK.drains(Selection.MAPPED, plan));
    Contestant peer = contestant(Contestant.Kind.PEER, "peer-flink", "peer-flink");
    assertFalse(peer.drains(Selection.MAPPED, plan));
    // Baselines that drain one input drain the first that they can.
    assertTrue(contestant("baseline-poll").drains(Selection.FILTERED, plan));
  }

  @Test
  void inputsThatAreComparedAreDrainedOneAfterTheOther() {
    assertEquals(
        List.of(List.of(Selection.FILTERED, Selection.MAPPED), List.of(Selection.UNFILTERED)),
        plan(Selection.FILTERED, Selection.UNFILTERED, Selection.MAPPED).inputsTogether());
    assertEquals(
        List.of(List.of(Selection.UNFILTERED), List.of(Selection.FILTERED)),
        plan(Selection.UNFILTERED, Selection.FILTERED).inputsTogether());
    assertEquals(List.of(List.of(Selection.MAPPED)), plan(Selection.MAPPED).inputsTogether());
  }

  private static BenchPlan plan(Selection... inputs) {
    return new BenchPlan(
        1_000, 1, 1, 4, 2, List.of(), List.of(), List.of(inputs), SinkKind.POSTGRES);
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

  @Test
  void anEngineStandsAgainstEachModeOfItsOwnPeerAndTheBestOfOthers() {
    Contestant stock = contestant(Contestant.Kind.PEER, "peer-flink", "peer-flink");
    Contestant tuned = contestant(Contestant.Kind.PEER, "peer-flink", "peer-flink-tuned");
    Contestant spark = contestant(Contestant.Kind.PEER, "peer-spark", "peer-spark");
    Contestant connect = contestant(Contestant.Kind.PEER, "peer-connect", "connect-1");
    Contestant other = contestant(Contestant.Kind.PEER, "peer-connect", "connect-2");
    List<Contestant> all = List.of(FLINK, stock, tuned, spark, connect, other);
    List<PeerComparison> comparisons = PeerComparison.of(all);
    assertEquals(
        List.of(
            new PeerComparison(FLINK, List.of(stock)),
            new PeerComparison(FLINK, List.of(tuned)),
            new PeerComparison(FLINK, List.of(connect, other))),
        comparisons);

    ThroughputReport report =
        new ThroughputReport(
            plan(List.of("peers")),
            all,
            List.of(
                cell(FLINK, 1, 100, null),
                cell(connect, 1, 10, null),
                cell(other, 1, 20, null),
                cell(FLINK, 2, 90, null),
                cell(connect, 2, 30, null),
                cell(other, 2, 15, null)));
    // 100 to 20, and 90 to 30.
    assertEquals(
        Optional.of(new Summary(4, 3, 5, 2)), report.ratio(Selection.FILTERED, comparisons.get(2)));
    assertEquals(Optional.empty(), report.ratio(Selection.FILTERED, comparisons.get(0)));
  }

  @Test
  void withPeersNoRecordIsOneThatTheyHaveNoPlaceFor() {
    assertEquals(Mix.FULL, plan(List.of()).mix());
    assertEquals(Mix.EVEN, plan(List.of("peers/flink/target/engine")).mix());
    assertEquals(
        0.0,
        Stream.of(
                TrafficShare.LATE,
                TrafficShare.MALFORMED,
                TrafficShare.FUTURE,
                TrafficShare.DUPLICATES)
            .mapToDouble(Mix.EVEN.profile().shares()::get)
            .sum());
  }
}
