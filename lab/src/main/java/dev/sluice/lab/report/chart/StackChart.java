// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.report.chart;

import dev.sluice.lab.report.Drawing;
import java.util.List;

/**
 * A waterfall chart: each stack consists of parts, one after the other.
 *
 * @param title what the stacks measure, with the unit
 * @param parts the names of the parts, the same for all stacks
 */
public record StackChart(String title, List<String> parts, List<Stack> stacks) implements Drawing {

  /** One stack, with a value of zero or more for each part. */
  public record Stack(String label, List<Double> values) {
    public Stack {
      values = List.copyOf(values);
    }
  }

  public StackChart {
    parts = List.copyOf(parts);
    stacks = List.copyOf(stacks);
  }

  @Override
  public String svg() {
    return StackDrawing.of(this);
  }
}
