package dev.sluice.bench.report;

import java.util.List;

/**
 * Lines over one axis.
 *
 * @param title what it shows
 * @param across what runs from left to right, with its unit
 * @param up what runs upwards, with its unit
 */
public record LineChart(String title, Axis across, Axis up, List<Line> lines) implements Chart {

  /**
   * An axis.
   *
   * @param title with the unit
   * @param logarithmic whether a tenfold is a step; then every value is above zero
   * @param marks what is written at which value, from the least; none: the chart chooses
   */
  public record Axis(String title, boolean logarithmic, List<Mark> marks) {
    public Axis {
      marks = List.copyOf(marks);
    }
  }

  /** What is written at a value. */
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
}
