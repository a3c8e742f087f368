// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.report.chart;

import dev.sluice.lab.report.Html;
import java.util.Locale;

/** Builds an SVG drawing from plain shapes and texts, styled by the page. Not thread-safe. */
final class Svg {

  /** The width of a drawing that takes the whole page, in CSS pixels. */
  static final int WIDTH = 1080;

  /** The approximate width of a character in the page's font. */
  private static final double CHARACTER = 8.1;

  private final StringBuilder out = new StringBuilder(4096);

  /**
   * Starts a drawing.
   *
   * @param spoken the description for those who cannot see it
   */
  Svg(double width, double height, String spoken) {
    out.append(
        format(
            "<svg viewBox=\"0 0 %.0f %.0f\" role=\"img\" aria-label=\"%s\">\n",
            width, height, Html.text(spoken)));
  }

  /** The approximate width of a text. */
  static double width(String text) {
    return text.length() * CHARACTER;
  }

  Svg text(double x, double y, String style, String text) {
    out.append(
        format("<text class=\"%s\" x=\"%.1f\" y=\"%.1f\">%s</text>\n", style, x, y, safe(text)));
    return this;
  }

  Svg rect(double x, double y, double width, double height, String style) {
    if (width > 0) {
      out.append(
          format(
              "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" rx=\"3\"/>\n",
              style, x, y, width, height));
    }
    return this;
  }

  Svg line(double x1, double y1, double x2, double y2, String style) {
    out.append(
        format(
            "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>\n",
            style, x1, y1, x2, y2));
    return this;
  }

  /**
   * A path.
   *
   * @param dashes in SVG notation; empty for none
   */
  Svg path(String path, String style, String dashes) {
    String dashed = dashes.isEmpty() ? "" : " stroke-dasharray=\"" + dashes + "\"";
    out.append(format("<path class=\"%s\" d=\"%s\"%s/>\n", style, path, dashed));
    return this;
  }

  /** The whole drawing. */
  String end() {
    return out + "</svg>\n";
  }

  static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  private static String safe(String text) {
    return Html.text(text);
  }
}
