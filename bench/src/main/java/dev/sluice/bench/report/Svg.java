package dev.sluice.bench.report;

import dev.sluice.lab.report.Page;
import java.util.Locale;

/** A drawing in the making: plain shapes and texts, styled by the page. Not thread-safe. */
final class Svg {

  /** All drawings are that wide, in the page's pixels. */
  static final int WIDTH = 1080;

  /** About what a character takes of a line, in the page's font. */
  private static final double CHARACTER = 8.1;

  private final StringBuilder out = new StringBuilder(4096);

  /**
   * Begins a drawing.
   *
   * @param spoken what it says, for those who cannot see it
   */
  Svg(double height, String spoken) {
    out.append(
        format(
            "<svg viewBox=\"0 0 %d %.0f\" role=\"img\" aria-label=\"%s\">\n",
            WIDTH, height, Page.text(spoken)));
  }

  /** About how wide a text will be. */
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
   * @param dashes as SVG writes them; empty for none
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
    return Page.text(text);
  }
}
