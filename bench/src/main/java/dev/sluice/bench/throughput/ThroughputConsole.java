package dev.sluice.bench.throughput;

import dev.sluice.bench.measure.Figure;
import dev.sluice.bench.measure.Summary;
import dev.sluice.lab.report.Style;

/** The drains for a terminal of 100 columns. */
public final class ThroughputConsole {

  private static final String ROW = "%-14s%9s%17s%6s%9s%7s%7s%7s%7s%8s%8s";
  private static final int WIDTH = 100;

  private final ThroughputReport report;
  private final Style style;
  private final StringBuilder out = new StringBuilder();

  private ThroughputConsole(ThroughputReport report, Style style) {
    this.report = report;
    this.style = style;
  }

  /** The tables, one for each input. */
  public static String render(ThroughputReport report, Style style) {
    ThroughputConsole console = new ThroughputConsole(report, style);
    for (Selection input : report.plan().inputs()) {
      console.table(input);
    }
    console.voids();
    return console.out.toString();
  }

  private void table(Selection input) {
    BenchPlan plan = report.plan();
    line("");
    line(
        style.bold(input.toString())
            + style.plain(
                ": %,d events, %d partitions, parallelism %d; %d %s, median"
                    .formatted(
                        plan.events(),
                        plan.partitions(),
                        plan.parallelism(),
                        plan.rounds(),
                        plan.rounds() == 1 ? "round" : "rounds")));
    line(
        style.dim(
            ROW.formatted(
                "",
                "events/s",
                "least",
                "×",
                "from",
                "own",
                "Postg.",
                "broker",
                "peak",
                "WAL",
                "bytes/")));
    line(
        style.dim(
            ROW.formatted(
                "",
                "at drain",
                "to most",
                "L3x2",
                "start",
                "CPU s",
                "CPU s",
                "CPU s",
                "MiB",
                "MB/M",
                "event")));
    line(style.dim(style.plain("─".repeat(WIDTH))));
    for (Contestant contestant : report.contestants()) {
      line(row(input, contestant));
    }
  }

  private String row(Selection input, Contestant contestant) {
    return style.plain(
        ROW.formatted(
            contestant.name(),
            report.shown(input, contestant, Figure.DRAIN_RATE),
            report
                .figure(input, contestant, Figure.DRAIN_RATE)
                .map(ThroughputConsole::spread)
                .orElse(ThroughputReport.UNKNOWN),
            report.shownRatio(input, contestant),
            report.shown(input, contestant, Figure.TOTAL_RATE),
            report.shown(input, contestant, Figure.CPU),
            report.shown(input, contestant, Figure.DATABASE_CPU),
            report.shown(input, contestant, Figure.BROKER_CPU),
            report.shown(input, contestant, Figure.MEMORY),
            report.shown(input, contestant, Figure.WAL),
            report.shown(input, contestant, Figure.ALLOCATED)));
  }

  private static String spread(Summary rate) {
    return Figure.DRAIN_RATE.show(rate.least()) + "–" + Figure.DRAIN_RATE.show(rate.most());
  }

  private void voids() {
    for (Cell cell : report.voids()) {
      line(
          style.bad(
              style.plain(
                  "VOID: %s, %s, round %d: %s"
                      .formatted(cell.contestant(), cell.input(), cell.round(), cell.problem()))));
    }
  }

  private void line(String text) {
    out.append(text).append('\n');
  }
}
