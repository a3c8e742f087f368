// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.report;

import dev.sluice.bench.measure.Summary;
import java.util.List;

/**
 * A chart of horizontal bars, each with a line from the least to the most.
 *
 * @param title what the bars measure, with the unit
 */
public record BarChart(String title, List<Bar> bars) implements Chart {

  /**
   * One bar.
   *
   * @param value null if unknown
   * @param shown the text beside the bar
   * @param strong whether it is one of those that the chart is about
   */
  public record Bar(String label, Summary value, String shown, boolean strong) {}

  public BarChart {
    bars = List.copyOf(bars);
  }
}
