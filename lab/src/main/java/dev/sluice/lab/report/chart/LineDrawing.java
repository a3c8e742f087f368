// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.report.chart;

import dev.sluice.lab.report.chart.LineChart.Line;
import dev.sluice.lab.report.chart.LineChart.Mark;
import dev.sluice.lab.report.chart.LineChart.Point;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Draws lines over two axes, each with its name at its end. Used once. */
final class LineDrawing {

  private static final int TOP = 34;
  private static final int BOTTOM = 58;
  private static final int LEAST_HEIGHT = 340;
  private static final int LABEL = 22;
  private static final int GAP = 12;
  private static final int KEY = 40;
  private static final int MOST_MARKERS = 40;

  private final LineChart chart;
  private final AxisScale across;
  private final AxisScale up;
  private final double left;
  private final double right;
  private final double bottom;

  LineDrawing(LineChart chart) {
    this.chart = chart;
    List<Point> points = chart.lines().stream().flatMap(line -> line.points().stream()).toList();
    this.across = AxisScale.of(chart.across(), points.stream().map(Point::x).toList());
    this.up = AxisScale.of(chart.up(), points.stream().map(Point::y).toList());
    this.left = GAP + up.marks().stream().map(Mark::text).mapToDouble(Svg::width).max().orElse(0);
    double names = chart.lines().stream().map(Line::name).mapToDouble(Svg::width).max().orElse(0);
    this.right = Svg.WIDTH - names - KEY - GAP;
    this.bottom = TOP + Math.max(LEAST_HEIGHT, chart.lines().size() * LABEL);
  }

  String draw() {
    String names = chart.lines().stream().map(Line::name).collect(Collectors.joining(", "));
    Svg svg =
        new Svg(
            Svg.WIDTH,
            bottom + BOTTOM,
            "%s: %s over %s, of %s"
                .formatted(chart.title(), chart.up().title(), chart.across().title(), names));
    axes(svg);
    List<Double> ends = ends();
    List<Double> labels = spread(ends, TOP, bottom, LABEL);
    for (int i = 0; i < chart.lines().size(); i++) {
      line(svg, i, labels.get(i));
    }
    return svg.end();
  }

  private void axes(Svg svg) {
    svg.text(0, 15, "soft", chart.up().title());
    for (Mark mark : up.marks()) {
      double y = y(mark.value());
      svg.line(left, y, right, y, "guide").text(left - GAP, y + 5, "end soft", mark.text());
    }
    for (Mark mark : across.marks()) {
      double x = x(mark.value());
      svg.line(x, TOP, x, bottom, "guide").text(x, bottom + 22, "mid soft", mark.text());
    }
    svg.line(left, bottom, right, bottom, "axis");
    svg.text((left + right) / 2, bottom + 48, "mid soft", chart.across().title());
  }

  private void line(Svg svg, int number, double labelY) {
    Line line = chart.lines().get(number);
    SeriesStyle style = SeriesStyle.of(number);
    double key = right + KEY - GAP;
    if (!line.points().isEmpty()) {
      Point last = line.points().get(line.points().size() - 1);
      svg.path(
          "M%s L%s".formatted(place(x(last.x()), y(last.y())), place(key, labelY)),
          "plot thin " + style.colour(),
          "1 3");
      svg.path(path(line), "plot " + style.colour(), style.dashes());
      int each = 1 + line.points().size() / MOST_MARKERS;
      for (int i = line.points().size() - 1; i >= 0; i -= each) {
        Point point = line.points().get(i);
        svg.path(style.marker(x(point.x()), y(point.y())), "mark " + style.colour(), "");
      }
    }
    svg.path(style.marker(key, labelY), "mark " + style.colour(), "");
    svg.text(right + KEY, labelY + 5, "", line.name());
  }

  private String path(Line line) {
    return line.points().stream()
        .map(point -> place(x(point.x()), y(point.y())))
        .collect(Collectors.joining(" L", "M", ""));
  }

  private static String place(double x, double y) {
    return Svg.format("%.1f %.1f", x, y);
  }

  private List<Double> ends() {
    return chart.lines().stream()
        .map(
            line ->
                line.points().isEmpty()
                    ? bottom
                    : y(line.points().get(line.points().size() - 1).y()))
        .toList();
  }

  /**
   * Places as close as possible to the wanted ones, in the same order, each a gap apart, between
   * two bounds that leave enough space.
   */
  static List<Double> spread(List<Double> wanted, double from, double to, double gap) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < wanted.size(); i++) {
      order.add(i);
    }
    order.sort(Comparator.comparing(wanted::get));
    List<Double> places = new ArrayList<>(wanted);
    double free = from;
    for (int i : order) {
      places.set(i, Math.max(free, wanted.get(i)));
      free = places.get(i) + gap;
    }
    free = to;
    for (int i = order.size() - 1; i >= 0; i--) {
      int at = order.get(i);
      places.set(at, Math.min(free, places.get(at)));
      free = places.get(at) - gap;
    }
    return places;
  }

  private double x(double value) {
    return left + across.at(value) * (right - left);
  }

  private double y(double value) {
    return bottom - up.at(value) * (bottom - TOP);
  }
}
