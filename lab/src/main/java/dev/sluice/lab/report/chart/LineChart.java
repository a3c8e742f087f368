// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.report.chart;

import dev.sluice.lab.report.Drawing;
import java.util.List;

/**
 * A chart of lines over one axis.
 *
 * @param title what it shows
 * @param across the horizontal axis
 * @param up the vertical axis
 */
public record LineChart(String title, Axis across, Axis up, List<Line> lines) implements Drawing {

  /**
   * An axis.
   *
   * @param title with the unit
   * @param logarithmic whether each step is a factor of ten; then every value is above zero
   * @param marks the labels, from the least value; if empty, the chart chooses them
   */
  public record Axis(String title, boolean logarithmic, List<Mark> marks) {
    public Axis {
      marks = List.copyOf(marks);
    }
  }

  /** A label at a value. */
  public record Mark(double value, String text) {}

  /** A point. */
  public record Point(double x, double y) {}

  /** A named line, its points from left to right. */
  public record Line(String name, List<Point> points) {
    public Line {
      points = List.copyOf(points);
    }
  }

  public LineChart {
    lines = List.copyOf(lines);
  }

  @Override
  public String svg() {
    return new LineDrawing(this).draw();
  }
}
