// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.throughput;

import dev.sluice.bench.baseline.Baseline;
import dev.sluice.bench.measure.Figure;
import dev.sluice.bench.report.Findings;
import dev.sluice.lab.compare.ComparedTable;
import dev.sluice.lab.report.Block;
import dev.sluice.lab.report.Chapter;
import dev.sluice.lab.report.Grid;
import dev.sluice.lab.report.Paragraph;
import dev.sluice.lab.report.chart.BarChart;
import dev.sluice.lab.report.chart.Summary;
import dev.sluice.lab.run.SinkKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Turns the drains into findings. */
final class ThroughputFindings {

  private static final String TO = " to ";

  /** Fewer events are drained in a few seconds, in which the JVM compiles most of its code. */
  private static final long MOSTLY_COLD = 1_000_000;

  /** The baseline that shows the cost of a mapping, and how fast it must be relative to plain. */
  private static final String DECIDE = Baseline.DECIDE.mode();

  private static final double MAPPED_TARGET = 0.9;

  /** Records that are enough for the mean size. */
  private static final int SAMPLE = 10_000;

  private static final String COLD =
      "So few events are drained by cold JVMs: rates, ratios and CPU here are mostly of loading and"
          + " compiling code.";

  private final ThroughputReport report;
  private final BenchPlan plan;

  private ThroughputFindings(ThroughputReport report) {
    this.report = report;
    this.plan = report.plan();
  }

  static Findings of(ThroughputReport report) {
    return new ThroughputFindings(report).tell();
  }

  private Findings tell() {
    List<Chapter> chapters = new ArrayList<>();
    for (Selection input : plan.inputs()) {
      chapters.add(
          new Chapter(
              "Throughput, " + input + (isToTopics() ? ", to topics" : ""),
              List.of(new Paragraph(backlog(input)), chart(input), figures(input))));
    }
    mapped().ifPresent(chapters::add);
    against().ifPresent(chapters::add);
    chapters.add(new Chapter("Contestants", List.of(who())));
    return new Findings(Throughput.NAME, chapters, report.cells(), headlines(), voids());
  }

  private String backlog(Selection input) {
    return String.format(
        Locale.ROOT,
        "A backlog of %,d events (seed %d, %d partitions) is drained%s with parallelism %d, %s; %s. %s%s",
        plan.events(),
        plan.seed(),
        plan.partitions(),
        isToTopics() ? " into Kafka topics" : "",
        plan.parallelism(),
        plan.rounds() == 1 ? "once" : plan.rounds() + " times",
        passing(input),
        plan.mix().shown(),
        plan.events() < MOSTLY_COLD ? " " + COLD : "");
  }

  private boolean isToTopics() {
    return plan.sink() == SinkKind.KAFKA;
  }

  private String compared() {
    return " × " + plan.base().level();
  }

  private static String passing(Selection input) {
    return switch (input) {
      case FILTERED -> "with the default rules, about a third of the events pass";
      case UNFILTERED -> "without rules, all events pass";
      case MAPPED ->
          "with the default rules and a mapping, about a third of the events pass: those that pass"
              + " when filtered";
    };
  }

  private BarChart chart(Selection input) {
    return BarChart.wide(
        "Drain rate, events/s, " + input,
        report.contestants(input).stream().map(who -> bar(input, who)).toList());
  }

  private BarChart.Bar bar(Selection input, Contestant who) {
    Optional<Summary> rate = report.figure(input, who, Figure.DRAIN_RATE);
    String ratio =
        report
            .ratio(input, who, Figure.DRAIN_RATE)
            .map(found -> " · " + times(found) + compared())
            .orElse("");
    return new BarChart.Bar(
        who.name(),
        rate.orElse(null),
        rate.map(found -> Figure.DRAIN_RATE.show(found.median()) + ratio).orElse("void"),
        who.kind() == Contestant.Kind.ENGINE);
  }

  private Grid figures(Selection input) {
    List<String> heads =
        new ArrayList<>(
            List.of("", "events/s", "least to most", compared().strip(), "2nd half" + compared()));
    List<Figure> others =
        Arrays.stream(Figure.values()).filter(figure -> figure != Figure.DRAIN_RATE).toList();
    others.forEach(figure -> heads.add(figure.title()));
    List<List<String>> rows = new ArrayList<>();
    for (Contestant who : report.contestants(input)) {
      List<String> row = new ArrayList<>(List.of(who.name(), shown(input, who, Figure.DRAIN_RATE)));
      row.add(
          report
              .figure(input, who, Figure.DRAIN_RATE)
              .map(
                  rate ->
                      Figure.DRAIN_RATE.show(rate.least())
                          + TO
                          + Figure.DRAIN_RATE.show(rate.most()))
              .orElse(Grid.UNKNOWN));
      for (Figure rate : List.of(Figure.DRAIN_RATE, Figure.WARM_RATE)) {
        row.add(report.ratio(input, who, rate).map(ThroughputFindings::times).orElse(Grid.UNKNOWN));
      }
      others.forEach(figure -> row.add(shown(input, who, figure)));
      rows.add(row);
    }
    return Grid.of(heads, rows);
  }

  private String shown(Selection input, Contestant who, Figure figure) {
    return report
        .figure(input, who, figure)
        .map(summary -> figure.show(summary.median()))
        .orElse(Grid.UNKNOWN);
  }

  /** Mapped events compared with plain ones, if both are drained. */
  private Optional<Chapter> mapped() {
    if (!isCompared()) {
      return Optional.empty();
    }
    List<List<String>> rows = new ArrayList<>();
    for (Contestant who : report.contestants(Selection.MAPPED)) {
      Optional<Summary> rate = report.mapped(who, Figure.DRAIN_RATE);
      List<String> row = new ArrayList<>(List.of(who.name()));
      row.add(rate.map(ThroughputFindings::times).orElse(Grid.UNKNOWN));
      row.add(
          rate.map(found -> times(found.least()) + TO + times(found.most())).orElse(Grid.UNKNOWN));
      for (Figure figure : List.of(Figure.WARM_RATE, Figure.CPU)) {
        row.add(report.mapped(who, figure).map(ThroughputFindings::times).orElse(Grid.UNKNOWN));
      }
      rows.add(row);
    }
    Grid grid =
        Grid.of(
            List.of("mapped ÷ filtered", "events/s", "least to most", "2nd half", "own CPU s"),
            rows);
    return Optional.of(
        new Chapter("Mapped events, compared with plain ones", List.of(shapes(), grid)));
  }

  private boolean isCompared() {
    return plan.inputs().containsAll(List.of(Selection.FILTERED, Selection.MAPPED));
  }

  private Paragraph shapes() {
    return new Paragraph(
        String.format(
            Locale.ROOT,
            "The same events as a web server logs them: nested, under other names, the time as seconds."
                + " A record has %.0f bytes on average, a plain one %.0f. A contestant drains both"
                + " shapes one right after the other. The target for %s is %.2f.",
            MappedTraffic.averageBytes(plan.traffic(Selection.MAPPED), SAMPLE),
            MappedTraffic.averageBytes(plan.traffic(Selection.FILTERED), SAMPLE),
            DECIDE,
            MAPPED_TARGET));
  }

  private Optional<Chapter> against() {
    List<PeerComparison> comparisons = PeerComparison.of(report.contestants());
    if (comparisons.isEmpty()) {
      return Optional.empty();
    }
    List<String> heads = new ArrayList<>(List.of(""));
    for (Selection input : plan.inputs()) {
      heads.add(input + ", ×");
      heads.add("least to most");
    }
    List<List<String>> rows = new ArrayList<>();
    for (PeerComparison comparison : comparisons) {
      List<String> row = new ArrayList<>(List.of(comparison.title()));
      for (Selection input : plan.inputs()) {
        Optional<Summary> ratio = report.ratio(input, comparison);
        row.add(ratio.map(ThroughputFindings::times).orElse(Grid.UNKNOWN));
        row.add(
            ratio
                .map(found -> times(found.least()) + TO + times(found.most()))
                .orElse(Grid.UNKNOWN));
      }
      rows.add(row);
    }
    List<Block> blocks =
        List.of(
            new Paragraph(
                "The drain rate of the engine divided by that of the peer in the same round."
                    + " A peer keeps no ledger, counts, late events or dead letters."),
            Grid.of(heads, rows));
    return Optional.of(new Chapter("Compared with the peers", blocks));
  }

  private Grid who() {
    return Grid.of(
        List.of("", "what it is", "compared with the oracle by"),
        report.contestants().stream()
            .map(who -> List.of(who.name(), who.entry().mode().execution(), held(who)))
            .toList());
  }

  private static String held(Contestant who) {
    if (who.readsOnly()) {
      return "its counts";
    }
    return who.tables().equals(ComparedTable.ALL)
        ? "all tables"
        : who.tables().stream().map(ComparedTable::sqlName).collect(Collectors.joining(", "));
  }

  private List<String> headlines() {
    List<String> lines = new ArrayList<>();
    for (Contestant who : report.contestants()) {
      if (who.kind() == Contestant.Kind.ENGINE) {
        String ratios =
            plan.inputs().stream()
                .flatMap(
                    input ->
                        report
                            .ratio(input, who, Figure.DRAIN_RATE)
                            .map(found -> times(found) + " × (" + input + ")")
                            .stream())
                .collect(Collectors.joining(", "));
        if (!ratios.isEmpty()) {
          lines.add(
              who.name()
                  + " drains at "
                  + ratios
                  + " the rate of "
                  + (isToTopics()
                      ? "two loops that only poll, decide and produce"
                      : "two null pipelines side by side")
                  + " ("
                  + plan.base().level()
                  + ")");
        }
      }
    }
    mappedRatio().ifPresent(lines::add);
    return lines;
  }

  private Optional<String> mappedRatio() {
    return report.contestants().stream()
        .filter(who -> isCompared() && who.name().equals(DECIDE))
        .flatMap(who -> report.mapped(who, Figure.DRAIN_RATE).stream())
        .map(
            ratio ->
                "%s reads mapped events at %s × the rate of plain ones; target %s"
                    .formatted(DECIDE, times(ratio), times(MAPPED_TARGET)))
        .findFirst();
  }

  private List<String> voids() {
    return report.voids().stream()
        .map(
            cell ->
                "%s, %s, round %d: %s"
                    .formatted(cell.contestant(), cell.input(), cell.round(), cell.problem()))
        .toList();
  }

  private static String times(Summary ratio) {
    return times(ratio.median());
  }

  private static String times(double ratio) {
    return String.format(Locale.ROOT, "%.2f", ratio);
  }
}
