// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.latency;

import static dev.sluice.lab.report.Numbers.number;

import dev.sluice.bench.report.Findings;
import dev.sluice.lab.report.Block;
import dev.sluice.lab.report.Chapter;
import dev.sluice.lab.report.Grid;
import dev.sluice.lab.report.Paragraph;
import dev.sluice.lab.report.chart.LineChart;
import dev.sluice.lab.report.chart.LineChart.Axis;
import dev.sluice.lab.report.chart.LineChart.Line;
import dev.sluice.lab.report.chart.LineChart.Mark;
import dev.sluice.lab.report.chart.LineChart.Point;
import dev.sluice.lab.report.chart.StackChart;
import dev.sluice.lab.run.SinkKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Turns the latencies into findings. A result counts only if the output equals the oracle's. */
final class LatencyFindings {

  /** The rate of the goals. */
  private static final int GOAL_RATE = 2_000;

  private static final List<Double> SHOWN = List.of(50.0, 95.0, 99.0, 99.9, 100.0);
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

  /** A result in one line, for the progress display. */
  static String percentiles(LatencyResult result) {
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
    List<String> percentiles = new ArrayList<>();
    for (LatencyResult result : results) {
      result
          .at(GOAL_RATE)
          .ifPresent(
              found ->
                  percentiles.add(
                      "%s %s / %s ms"
                          .formatted(
                              result.contestant(),
                              millis(found.millis(50)),
                              millis(found.millis(99)))));
    }
    return percentiles.isEmpty()
        ? List.of()
        : List.of(
            String.format(
                Locale.ROOT,
                "Latency at %,d events/s, p50 / p99: %s",
                GOAL_RATE,
                String.join(", ", percentiles)));
  }

  private Chapter latency() {
    List<Block> blocks = new ArrayList<>();
    blocks.add(
        new Paragraph(
            String.format(
                Locale.ROOT,
                "Latency is the time from the moment at which an event was due to be sent, which is"
                    + " its event time to the microsecond, to %s. The sender does not wait for"
                    + " replies, and its"
                    + " own delay counts. One event in three is accepted. A record may wait %d ms for"
                    + " its batch to fill, a setting of this bench; checkpoints, commits and Spark's"
                    + " trigger run every second. Each rate is kept up for %d s, after a warm-up of %d s"
                    + " at %,d/s that does not count.",
                end(plan.sink()),
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
    return new Chapter(plan.sink() == SinkKind.KAFKA ? "Latency to topics" : "Latency", blocks);
  }

  private static String end(SinkKind sink) {
    return switch (sink) {
      case POSTGRES ->
          "the commit of its row (pg_xact_commit_timestamp, taken just before the log is flushed;"
              + " the time of the reply is shown hop by hop)";
      case KAFKA ->
          "the moment at which a consumer with read_committed has received its row: the commit, the"
              + " broker's markers, and a fetch";
    };
  }

  private Grid grid() {
    List<List<String>> rows = new ArrayList<>();
    for (LatencyResult result : results) {
      for (LatencyResult.AtRate at : result.rates()) {
        List<String> row = new ArrayList<>();
        row.add(result.contestant());
        row.add(number(at.rate()));
        for (double percentile : SHOWN) {
          row.add(
              at.latencies().rows() == 0
                  ? Grid.UNKNOWN
                  : millis(at.latencies().millis(percentile)));
        }
        row.add(millis(at.senderLateMicros() / MICROS_PER_MILLI));
        row.add(String.format(Locale.ROOT, "%.0f", at.stolenPercent()));
        row.add(number(at.latencies().rows()));
        rows.add(row);
      }
    }
    return Grid.of(
        List.of(
            "",
            "events/s",
            "p50 ms",
            "p95 ms",
            "p99 ms",
            "p99.9 ms",
            "max ms",
            "max sender delay, ms",
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

  /** The place of a percentile on an axis where each additional nine is one step. */
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
                    "A separate run at %,d events/s. The hops end when the broker has appended the"
                        + " event to its log (the log's time has whole milliseconds, and their middle"
                        + " is taken); when the decision reaches the writer (the fetch, the engine's"
                        + " hand-over, and the decision right after it); when the writer starts to"
                        + " flush (it waits for a full batch, or for the previous flush); at the commit;"
                        + " and when the writer has the reply (the log is flushed to disk, and only then"
                        + " do others see the row). The values are means over the rows around a"
                        + " percentile, so they add up. The engine's JVM records them (JDK Flight"
                        + " Recorder), at a small cost.",
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
                          // What the middle of a millisecond adds to one hop, the next one lacks.
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
        row.add(number(found.rows()));
        rows.add(row);
      }
    }
    return Grid.of(heads, rows);
  }

  private static String shown(double percentile) {
    return percentile == Math.rint(percentile)
        ? String.valueOf(Math.round(percentile))
        : String.valueOf(percentile);
  }

  private static String millis(double millis) {
    return String.format(Locale.ROOT, millis < 100 ? "%.1f" : "%,.0f", millis);
  }
}
