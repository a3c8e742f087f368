package dev.sluice.bench.latency;

import dev.sluice.bench.report.Block;
import dev.sluice.bench.report.Chapter;
import dev.sluice.bench.report.Findings;
import dev.sluice.bench.report.Grid;
import dev.sluice.bench.report.LineChart;
import dev.sluice.bench.report.LineChart.Axis;
import dev.sluice.bench.report.LineChart.Line;
import dev.sluice.bench.report.LineChart.Mark;
import dev.sluice.bench.report.LineChart.Point;
import dev.sluice.bench.report.Paragraph;
import dev.sluice.bench.report.StackChart;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** What the latencies come to. Only those count whose output was the oracle's. */
final class LatencyFindings {

  /** The rate of the goals. */
  private static final int GOAL_RATE = 2_000;

  private static final List<Double> TOLD = List.of(50.0, 95.0, 99.0, 99.9, 100.0);
  private static final double MOST = 100;
  private static final double MICROS_PER_MILLI = 1_000;

  private final LatencyPlan plan;
  private final List<LatencyResult> results;

  private LatencyFindings(LatencyPlan plan, List<LatencyResult> results) {
    this.plan = plan;
    this.results = results.stream().filter(result -> result.problem() == null).toList();
  }

  static Findings of(String section, LatencyPlan plan, List<LatencyResult> results) {
    LatencyFindings findings = new LatencyFindings(plan, results);
    List<Chapter> chapters = new ArrayList<>();
    chapters.add(findings.latency());
    if (plan.hopsRate() > 0) {
      chapters.add(findings.hops());
    }
    return new Findings(
        section,
        chapters,
        results,
        findings.headlines(),
        results.stream()
            .filter(result -> result.problem() != null)
            .map(result -> "%s, %s: %s".formatted(section, result.contestant(), result.problem()))
            .toList());
  }

  /** A result in a line, while more are measured. */
  static String told(LatencyResult result) {
    if (result.problem() != null) {
      return "VOID: " + result.problem();
    }
    return String.join(
        ", ",
        result.rates().stream()
            .filter(at -> at.latencies().rows() > 0)
            .map(
                at ->
                    String.format(
                        Locale.ROOT,
                        "%s ms at %,d/s",
                        millis(at.latencies().millis(50)),
                        at.rate()))
            .toList());
  }

  private List<String> headlines() {
    List<String> told = new ArrayList<>();
    for (LatencyResult result : results) {
      result
          .at(GOAL_RATE)
          .ifPresent(
              found ->
                  told.add(
                      "%s %s / %s ms"
                          .formatted(
                              result.contestant(),
                              millis(found.millis(50)),
                              millis(found.millis(99)))));
    }
    return told.isEmpty()
        ? List.of()
        : List.of(
            String.format(
                Locale.ROOT,
                "Latency at %,d events/s, p50 / p99: %s",
                GOAL_RATE,
                String.join(", ", told)));
  }

  private Chapter latency() {
    List<Block> blocks = new ArrayList<>();
    blocks.add(
        new Paragraph(
            String.format(
                Locale.ROOT,
                "From the moment at which an event was to be sent, which it bears to the microsecond,"
                    + " to the commit of its row (pg_xact_commit_timestamp, which is taken just"
                    + " before the log is flushed: how long the reply then takes is told hop by"
                    + " hop). The sender does not wait for anybody, and what it is late itself"
                    + " counts. One in three events is accepted. A record may wait %d ms for its"
                    + " batch to fill, a setting of the bench's own; checkpoints and commits go on"
                    + " every second, and so does the trigger of Spark. Each rate is held for %d s,"
                    + " after %d s at %,d/s that do not count.",
                plan.lingerMillis(),
                plan.seconds(),
                plan.warmUpSeconds(),
                plan.warmUpRate())));
    blocks.add(grid());
    if (plan.rates().contains(GOAL_RATE)) {
      blocks.add(chart(GOAL_RATE));
    }
    int most = plan.rates().get(plan.rates().size() - 1);
    if (most != GOAL_RATE) {
      blocks.add(chart(most));
    }
    return new Chapter("Latency", blocks);
  }

  private Grid grid() {
    List<List<String>> rows = new ArrayList<>();
    for (LatencyResult result : results) {
      for (LatencyResult.AtRate at : result.rates()) {
        List<String> row = new ArrayList<>();
        row.add(result.contestant());
        row.add(count(at.rate()));
        for (double percentile : TOLD) {
          row.add(
              at.latencies().rows() == 0
                  ? Grid.UNKNOWN
                  : millis(at.latencies().millis(percentile)));
        }
        row.add(millis(at.senderLateMicros() / MICROS_PER_MILLI));
        row.add(String.format(Locale.ROOT, "%.0f", at.stolenPercent()));
        row.add(count(at.latencies().rows()));
        rows.add(row);
      }
    }
    return new Grid(
        List.of(
            "",
            "events/s",
            "p50 ms",
            "p95 ms",
            "p99 ms",
            "p99.9 ms",
            "max ms",
            "sender late, max ms",
            "stolen %",
            "rows"),
        rows);
  }

  private LineChart chart(int rate) {
    List<Line> lines = new ArrayList<>();
    for (LatencyResult result : results) {
      result.at(rate).ifPresent(found -> lines.add(new Line(result.contestant(), points(found))));
    }
    return new LineChart(
        String.format(Locale.ROOT, "Latency at %,d events/s", rate),
        new Axis(
            "percentile",
            false,
            Stream.of(50.0, 90.0, 99.0, 99.9)
                .map(each -> new Mark(nines(each), shown(each)))
                .toList()),
        new Axis("ms", true, List.of()),
        lines);
  }

  private static List<Point> points(Latencies found) {
    List<Point> points = new ArrayList<>();
    for (Map.Entry<Double, Long> each : found.micros().entrySet()) {
      if (each.getKey() < MOST) {
        points.add(
            new Point(nines(each.getKey()), Math.max(1, each.getValue()) / MICROS_PER_MILLI));
      }
    }
    return points;
  }

  /** Where a percentile stands so that each further nine is a step. */
  private static double nines(double percentile) {
    return -Math.log10(1 - percentile / 100);
  }

  private Chapter hops() {
    return new Chapter(
        "Latency, hop by hop",
        List.of(
            new Paragraph(
                String.format(
                    Locale.ROOT,
                    "At %,d events/s, in a run of its own: until the broker has an event in its log"
                        + " (the log's own time, cut to the millisecond and told by its middle),"
                        + " until the decision is with the writer (the fetch, the engine's own"
                        + " hand-over, and deciding, which follows it at once), until the writer"
                        + " begins to flush (the batch fills, or the flush before it has to end), until"
                        + " the commit, and until the writer has its reply (the log is flushed to"
                        + " disk; only then do others see the row). Of rows around a percentile, the"
                        + " means, which add up. The engine's JVM records this itself (JDK Flight"
                        + " Recorder), which costs a little.",
                    plan.hopsRate())),
            stacks(50),
            stacks(99),
            hopsGrid()));
  }

  private StackChart stacks(double percentile) {
    List<StackChart.Stack> stacks = new ArrayList<>();
    for (LatencyResult result : results) {
      result
          .around(percentile)
          .ifPresent(
              found ->
                  stacks.add(
                      new StackChart.Stack(
                          result.contestant(),
                          // Half a millisecond too much before is half too little behind.
                          found.millis().stream().map(each -> Math.max(0, each)).toList())));
    }
    return new StackChart("Rows around p" + shown(percentile) + ", ms", Waterfall.HOPS, stacks);
  }

  private Grid hopsGrid() {
    List<String> heads = new ArrayList<>(List.of("", "around"));
    Waterfall.HOPS.forEach(hop -> heads.add(hop + " ms"));
    heads.add("rows");
    List<List<String>> rows = new ArrayList<>();
    for (LatencyResult result : results) {
      for (Waterfall found : result.waterfalls()) {
        List<String> row = new ArrayList<>();
        row.add(result.contestant());
        row.add("p" + shown(found.percentile()));
        found.millis().forEach(each -> row.add(millis(each)));
        row.add(count(found.rows()));
        rows.add(row);
      }
    }
    return new Grid(heads, rows);
  }

  private static String shown(double percentile) {
    return percentile == Math.rint(percentile)
        ? String.valueOf(Math.round(percentile))
        : String.valueOf(percentile);
  }

  private static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  private static String millis(double millis) {
    return String.format(Locale.ROOT, millis < 100 ? "%.1f" : "%,.0f", millis);
  }
}
