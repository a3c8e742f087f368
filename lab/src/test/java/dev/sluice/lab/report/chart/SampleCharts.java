// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.report.chart;

import dev.sluice.lab.report.chart.LineChart.Axis;
import dev.sluice.lab.report.chart.LineChart.Line;
import dev.sluice.lab.report.chart.LineChart.Mark;
import dev.sluice.lab.report.chart.LineChart.Point;
import java.util.List;

/** A chart of each kind. */
public final class SampleCharts {

  public static final BarChart BARS =
      BarChart.wide(
          "events a second",
          List.of(
              new BarChart.Bar("baseline", new Summary(50, 40, 100, 3), "50", false),
              new BarChart.Bar("flink", new Summary(25, 20, 30, 3), "25", true),
              new BarChart.Bar("spark", null, "void", true)));

  public static final LineChart LINES =
      new LineChart(
          "latency",
          new Axis("percentile", true, List.of(new Mark(2, "p50"), new Mark(100, "p99"))),
          new Axis("ms", false, List.of()),
          List.of(
              new Line("flink", List.of(new Point(2, 4), new Point(100, 9))),
              new Line("spark", List.of(new Point(2, 8), new Point(100, 10)))));

  public static final StackChart STACKS =
      new StackChart(
          "hops, ms",
          List.of("to the broker", "to the engine"),
          List.of(
              new StackChart.Stack("flink", List.of(0.01, 9.99)),
              new StackChart.Stack("spark", List.of(5.0, 15.0))));

  private SampleCharts() {}
}
