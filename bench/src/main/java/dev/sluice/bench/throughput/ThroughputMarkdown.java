package dev.sluice.bench.throughput;

import dev.sluice.bench.measure.Figure;
import dev.sluice.bench.measure.Summary;
import dev.sluice.lab.report.Machine;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The drains as a page of documentation. */
public final class ThroughputMarkdown {

  private final ThroughputReport report;
  private final StringBuilder out = new StringBuilder();

  private ThroughputMarkdown(ThroughputReport report) {
    this.report = report;
  }

  /**
   * The whole page.
   *
   * @param command what makes it again
   */
  public static String render(ThroughputReport report, String command, Instant startedAt) {
    ThroughputMarkdown page = new ThroughputMarkdown(report);
    page.head(command, startedAt);
    report.plan().inputs().forEach(page::table);
    page.contestants();
    page.voids();
    return page.out.toString();
  }

  private void head(String command, Instant startedAt) {
    Machine machine = Machine.here();
    BenchPlan plan = report.plan();
    line("# Performance");
    line("");
    line(
        "Made by `%s` on %s; not edited by hand."
            .formatted(command, startedAt.truncatedTo(ChronoUnit.MINUTES)));
    line("");
    line(
        "%d cores, %s, %s, Java %s; engine, broker and Postgres share them. %s."
            .formatted(machine.cores(), machine.cpu(), machine.os(), machine.java(), versions()));
    line("");
    line(
        "A backlog of %,d events (seed %d, %d partitions) is drained with parallelism %d, %s, one"
                .formatted(
                    plan.events(),
                    plan.seed(),
                    plan.partitions(),
                    plan.parallelism(),
                    plan.rounds() == 1 ? "once" : plan.rounds() + " times")
            + " contestant after the other in each round. Figures are medians;");
    line(
        "ratios are taken within a round. A drain counts only where all its tables have the digests of the"
            + " oracle's.");
    line("");
  }

  private String versions() {
    return report.contestants().stream()
        .filter(contestant -> contestant.kind() != Contestant.Kind.FLOOR)
        .map(c -> c.entry().engine().name() + " " + c.entry().engine().version())
        .distinct()
        .collect(Collectors.joining(", "));
  }

  private void table(Selection input) {
    line("## Throughput, " + input);
    line("");
    line(
        "| | least to most | × L3x2 | "
            + Arrays.stream(Figure.values()).map(Figure::title).collect(Collectors.joining(" | "))
            + " |");
    line("|---|--:|--:" + "|--:".repeat(Figure.values().length) + "|");
    for (Contestant contestant : report.contestants()) {
      line(row(input, contestant));
    }
    line("");
  }

  private String row(Selection input, Contestant contestant) {
    String figures =
        Arrays.stream(Figure.values())
            .map(figure -> report.shown(input, contestant, figure))
            .collect(Collectors.joining(" | "));
    return "| %s | %s | %s | %s |"
        .formatted(
            contestant.name(),
            report
                .figure(input, contestant, Figure.DRAIN_RATE)
                .map(ThroughputMarkdown::spread)
                .orElse(ThroughputReport.UNKNOWN),
            report.shownRatio(input, contestant),
            figures);
  }

  private static String spread(Summary rate) {
    return Figure.DRAIN_RATE.show(rate.least()) + " to " + Figure.DRAIN_RATE.show(rate.most());
  }

  private void contestants() {
    line("## Who took part");
    line("");
    line("| | | held against the oracle by |");
    line("|---|---|---|");
    for (Contestant contestant : report.contestants()) {
      line(
          "| %s | %s | %s |"
              .formatted(
                  contestant.name(),
                  contestant.entry().mode().execution(),
                  contestant.readsOnly()
                      ? "its counts"
                      : contestant.tables().stream()
                          .map(table -> table.sqlName())
                          .collect(Collectors.joining(", "))));
    }
    line("");
  }

  private void voids() {
    if (report.isValid()) {
      return;
    }
    line("## Void");
    line("");
    report
        .voids()
        .forEach(
            cell ->
                line(
                    "- %s, %s, round %d: %s"
                        .formatted(cell.contestant(), cell.input(), cell.round(), cell.problem())));
    line("");
  }

  private void line(String text) {
    out.append(text).append('\n');
  }
}
