// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.report.chart;

import java.util.List;

/**
 * The style that distinguishes a line or part from the others: a colour, and marks for readers who
 * do not see colours.
 *
 * @param colour the name of the CSS class
 * @param dashes of a line, in SVG notation
 * @param shape of the points
 */
record SeriesStyle(String colour, String dashes, Shape shape) {

  private static final int COLOURS = 6;
  private static final List<String> DASHES = List.of("", "10 5", "3 4", "14 4 3 4", "6 3");

  /** The size of a marker, from its centre. */
  private static final double SIZE = 5.5;

  private enum Shape {
    CIRCLE,
    SQUARE,
    DIAMOND,
    TRIANGLE,
    UPSIDE_DOWN,
    CROSS,
    BAR
  }

  /** The style with a number, from 0; the first 30 all differ. */
  static SeriesStyle of(int number) {
    return new SeriesStyle(
        "c" + number % COLOURS,
        DASHES.get(number % DASHES.size()),
        Shape.values()[number % Shape.values().length]);
  }

  /** The SVG path of a marker at a place. */
  String marker(double x, double y) {
    double s = SIZE;
    return switch (shape) {
      case CIRCLE ->
          Svg.format(
              "M%.1f %.1fa%.1f %.1f 0 1 0 %.1f 0a%.1f %.1f 0 1 0 -%.1f 0z",
              x - s, y, s, s, 2 * s, s, s, 2 * s);
      case SQUARE -> polygon(x - s, y - s, x + s, y - s, x + s, y + s, x - s, y + s);
      case DIAMOND -> polygon(x, y - 1.3 * s, x + 1.3 * s, y, x, y + 1.3 * s, x - 1.3 * s, y);
      case TRIANGLE -> polygon(x, y - 1.2 * s, x + 1.2 * s, y + s, x - 1.2 * s, y + s);
      case UPSIDE_DOWN -> polygon(x, y + 1.2 * s, x + 1.2 * s, y - s, x - 1.2 * s, y - s);
      case CROSS ->
          polygon(
              x - s, y - s / 3, x - s / 3, y - s / 3, x - s / 3, y - s, x + s / 3, y - s, x + s / 3,
              y - s / 3, x + s, y - s / 3, x + s, y + s / 3, x + s / 3, y + s / 3, x + s / 3, y + s,
              x - s / 3, y + s, x - s / 3, y + s / 3, x - s, y + s / 3);
      case BAR -> polygon(x - s, y - s / 2, x + s, y - s / 2, x + s, y + s / 2, x - s, y + s / 2);
    };
  }

  private static String polygon(double... places) {
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < places.length; i += 2) {
      path.append(Svg.format("%s%.1f %.1f", i == 0 ? "M" : "L", places[i], places[i + 1]));
    }
    return path.append('z').toString();
  }
}
