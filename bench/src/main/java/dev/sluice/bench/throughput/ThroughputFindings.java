// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.throughput;

import dev.sluice.bench.measure.Figure;
import dev.sluice.bench.report.Findings;
import dev.sluice.lab.compare.ComparedTable;
import dev.sluice.lab.report.Block;
import dev.sluice.lab.report.Chapter;
import dev.sluice.lab.report.Grid;
import dev.sluice.lab.report.Paragraph;
import dev.sluice.lab.report.chart.BarChart;
import dev.sluice.lab.report.chart.Summary;
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
              "Throughput, " + input,
              List.of(new Paragraph(backlog(input)), chart(input), figures(input))));
    }
    against().ifPresent(chapters::add);
    chapters.add(new Chapter("Contestants", List.of(who())));
    return new Findings(Throughput.NAME, chapters, report.cells(), headlines(), voids());
  }

  private String backlog(Selection input) {
    return String.format(
        Locale.ROOT,
        "A backlog of %,d events (seed %d, %d partitions) is drained with parallelism %d, %s; %s. %s%s",
        plan.events(),
        plan.seed(),
        plan.partitions(),
        plan.parallelism(),
        plan.rounds() == 1 ? "once" : plan.rounds() + " times",
        input == Selection.FILTERED
            ? "with the default rules, about a third of the events pass"
            : "without rules, all events pass",
        plan.mix().shown(),
        plan.events() < MOSTLY_COLD ? " " + COLD : "");
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
            .map(found -> " · " + times(found) + " × L3x2")
            .orElse("");
    return new BarChart.Bar(
        who.name(),
        rate.orElse(null),
        rate.map(found -> Figure.DRAIN_RATE.show(found.median()) + ratio).orElse("void"),
        who.kind() == Contestant.Kind.ENGINE);
  }

  private Grid figures(Selection input) {
    List<String> heads =
        new ArrayList<>(List.of("", "events/s", "least to most", "× L3x2", "2nd half × L3x2"));
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
                  + " the rate of the null pipeline on two threads (L3x2)");
        }
      }
    }
    return lines;
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
