// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.report.chart;

import dev.sluice.lab.report.Drawing;
import java.util.List;

/**
 * A chart of what is left after each step, and how much the step removed.
 *
 * @param spoken the description for those who cannot see it
 * @param whole the value of the widest possible bar
 */
public record FunnelChart(String title, String spoken, long whole, List<Step> steps)
    implements Drawing {

  private static final int LABEL = 130;
  private static final int FIGURES = 330;
  private static final int END = Svg.WIDTH - 215;
  private static final int STEP = 40;
  private static final int BAR = 24;
  private static final int GAP = 18;

  /**
   * A step.
   *
   * @param left how many are left
   * @param shown the text for that
   * @param lost how many were removed
   * @param why the text for that; empty for none
   */
  public record Step(String label, long left, String shown, long lost, String why) {}

  public FunnelChart {
    steps = List.copyOf(steps);
  }

  @Override
  public String svg() {
    double scale = (Svg.WIDTH - LABEL - FIGURES) / (double) Math.max(1, whole);
    Svg svg = new Svg(Svg.WIDTH, steps.size() * STEP, spoken);
    int y = 8;
    for (Step step : steps) {
      double left = step.left() * scale;
      svg.text(0, y + 17, "strong", step.label())
          .rect(LABEL, y, left, BAR, "bar")
          .rect(LABEL + left, y, step.lost() * scale, BAR, "drop")
          .text(END, y + 17, "end strong", step.shown());
      if (!step.why().isEmpty()) {
        svg.text(END + GAP, y + 17, "soft", step.why());
      }
      y += STEP;
    }
    return svg.end();
  }
}
