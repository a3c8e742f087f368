package dev.sluice.bench.report;

import dev.sluice.bench.measure.Summary;
import java.util.List;

/**
 * Bars under each other, each with a line from the least to the most.
 *
 * @param title what they measure, with the unit
 */
public record BarChart(String title, List<Bar> bars) implements Chart {

  /**
   * One bar.
   *
   * @param value null where it is not known
   * @param shown what stands beside it
   * @param strong whether it is one of those that the chart is about
   */
  public record Bar(String label, Summary value, String shown, boolean strong) {}

  public BarChart {
    bars = List.copyOf(bars);
  }
}
