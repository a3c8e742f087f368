// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.report;

import dev.sluice.bench.measure.Summary;
import dev.sluice.bench.report.LineChart.Axis;
import dev.sluice.bench.report.LineChart.Line;
import dev.sluice.bench.report.LineChart.Mark;
import dev.sluice.bench.report.LineChart.Point;
import dev.sluice.lab.report.Machine;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A small bench, with a chart of each kind. */
final class SampleReport {

  static final BarChart BARS =
      new BarChart(
          "events a second",
          List.of(
              new BarChart.Bar("baseline", new Summary(50, 40, 100, 3), "50", false),
              new BarChart.Bar("flink", new Summary(25, 20, 30, 3), "25", true),
              new BarChart.Bar("spark", null, "void", true)));

  static final LineChart LINES =
      new LineChart(
          "latency",
          new Axis("percentile", true, List.of(new Mark(2, "p50"), new Mark(100, "p99"))),
          new Axis("ms", false, List.of()),
          List.of(
              new Line("flink", List.of(new Point(2, 4), new Point(100, 9))),
              new Line("spark", List.of(new Point(2, 8), new Point(100, 10)))));

  static final StackChart STACKS =
      new StackChart(
          "hops, ms",
          List.of("to the broker", "to the engine"),
          List.of(
              new StackChart.Stack("flink", List.of(0.01, 9.99)),
              new StackChart.Stack("spark", List.of(5.0, 15.0))));

  static final Grid GRID =
      new Grid(
          List.of("", "events/s", "what it is"),
          List.of(List.of("flink", "1,234", "tuned"), List.of("a|b", Grid.UNKNOWN, "stock <b>")));

  static Findings findings(List<String> voids) {
    return new Findings(
        "drains",
        List.of(
            new Chapter("Drains", List.of(new Paragraph("Each once."), BARS, GRID)),
            new Chapter("Only seen", List.of(LINES, STACKS))),
        List.of(Map.of("rate", 1234)),
        List.of("flink is 1.2 × the baseline"),
        voids);
  }

  static BenchReport report(List<String> sections, List<String> voids) {
    return new BenchReport(
        "./sluice bench",
        Instant.parse("2026-01-02T03:04:05Z"),
        new Machine(2, 8L << 30, "Linux 6 amd64", "17 (Some)", "Some CPU"),
        Map.of("flink", "2.1"),
        Map.of("seed", 1),
        sections,
        List.of(findings(voids)));
  }

  private SampleReport() {}
}
