// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.report.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.lab.report.chart.LineChart.Axis;
import dev.sluice.lab.report.chart.LineChart.Mark;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Tests that charts show what they are given, even to those who do not see them, or see no colours.
 */
class ChartsTest {

  @Test
  void barsAreInProportionAndReachFromTheLeastToTheMost() {
    String svg = SampleCharts.BARS.svg();
    assertTrue(
        svg.contains(
            "role=\"img\" aria-label=\"events a second: baseline 50, flink 25, spark void\""),
        svg);
    // The label and a gap to the left, four characters and a gap to the right.
    double left = Svg.width("baseline") + 24;
    double unit = (Svg.WIDTH - left - Svg.width("void") - 24) / 100;
    assertTrue(
        svg.contains(
            Svg.format("class=\"track\" x=\"%.1f\" y=\"4.0\" width=\"%.1f\"", left, 50 * unit)),
        svg);
    assertTrue(
        svg.contains(
            Svg.format("class=\"bar\" x=\"%.1f\" y=\"38.0\" width=\"%.1f\"", left, 25 * unit)),
        svg);
    assertTrue(
        svg.contains(
            Svg.format(
                "class=\"reach\" x1=\"%.1f\" y1=\"14.0\" x2=\"%.1f\" y2=\"14.0\"",
                left + 40 * unit, left + 100 * unit)),
        svg);
    assertTrue(svg.contains(">void</text>"), svg);
  }

  @Test
  void linesDifferByMoreThanTheirColours() {
    Set<String> inks = new HashSet<>();
    for (int i = 0; i < 30; i++) {
      SeriesStyle style = SeriesStyle.of(i);
      inks.add(style.dashes() + style.shape());
    }
    // 5 dashes and 7 shapes repeat after 35.
    assertEquals(30, inks.size());
    String svg = SampleCharts.LINES.svg();
    assertTrue(svg.contains("aria-label=\"latency: ms over percentile, of flink, spark\""), svg);
    assertTrue(svg.contains(">p99</text>"), svg);
  }

  @Test
  void namesAtTheEndsOfLinesDoNotOverlap() {
    assertEquals(
        List.of(10.0, 30.0, 50.0), LineDrawing.spread(List.of(10.0, 11.0, 50.0), 0, 100, 20));
    // In the order of the ends, and moved up near the bottom.
    assertEquals(
        List.of(100.0, 60.0, 80.0), LineDrawing.spread(List.of(100.0, 98.0, 99.0), 0, 100, 20));
  }

  @Test
  void anAxisBeginsAtZeroAndIsMarkedInRoundSteps() {
    AxisScale scale = AxisScale.of(new Axis("ms", false, List.of()), List.of(3.0, 17.0));
    assertEquals(
        List.of("0", "5", "10", "15", "20"), scale.marks().stream().map(Mark::text).toList());
    assertEquals(0.25, scale.at(5), 1e-9);
    AxisScale small = AxisScale.of(new Axis("s", false, List.of()), List.of(0.03));
    assertEquals(
        List.of("0.00", "0.01", "0.02", "0.03"), small.marks().stream().map(Mark::text).toList());
  }

  @Test
  void onALogarithmicAxisATenfoldIsAStep() {
    AxisScale scale = AxisScale.of(new Axis("events", true, List.of()), List.of(1_500.0, 15e6));
    assertEquals(
        List.of("1,000", "10,000", "100,000", "1 M", "10 M", "100 M"),
        scale.marks().stream().map(Mark::text).toList());
    assertEquals(0.6, scale.at(1e6), 1e-9);
    AxisScale narrow = AxisScale.of(new Axis("ms", true, List.of()), List.of(3.0, 40.0));
    assertEquals(
        List.of("2", "5", "10", "20", "50"), narrow.marks().stream().map(Mark::text).toList());
    assertThrows(
        IllegalArgumentException.class,
        () -> AxisScale.of(new Axis("ms", true, List.of()), List.of(0.0)));
  }

  @Test
  void partsAreNumberedAndThoseWithoutRoomStandBehind() {
    String svg = SampleCharts.STACKS.svg();
    assertTrue(
        svg.contains(
            "hops, ms: flink 10.0 (to the broker 0.01, to the engine 10.0);"
                + " spark 20.0 (to the broker 5.0, to the engine 15.0)"),
        svg);
    assertTrue(svg.contains(">10.0 (1: 0.01)</text>"), svg);
    assertTrue(svg.contains(">2: 15.0</text>"), svg);
    assertTrue(svg.contains(">to the engine</text>"), svg);
  }
}
