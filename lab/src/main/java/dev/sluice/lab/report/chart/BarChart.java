// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.report.chart;

import dev.sluice.lab.report.Drawing;
import java.util.List;

/**
 * A chart of horizontal bars, each with a line from the least to the most.
 *
 * @param title what the bars measure, with the unit
 * @param width in CSS pixels
 */
public record BarChart(String title, int width, List<Bar> bars) implements Drawing {

  /**
   * One bar.
   *
   * @param value null if unknown
   * @param shown the text beside the bar
   * @param strong whether it is one of those that the chart is about
   */
  public record Bar(String label, Summary value, String shown, boolean strong) {}

  /** The width of a chart that has another one beside it. */
  private static final int HALF = 520;

  /** A chart as wide as the page. */
  public static BarChart wide(String title, List<Bar> bars) {
    return new BarChart(title, Svg.WIDTH, bars);
  }

  /** A chart of half the page's width. */
  public static BarChart half(String title, List<Bar> bars) {
    return new BarChart(title, HALF, bars);
  }

  public BarChart {
    bars = List.copyOf(bars);
  }

  @Override
  public String svg() {
    return BarDrawing.of(this);
  }
}
