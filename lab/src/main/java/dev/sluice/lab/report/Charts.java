// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.report;

import dev.sluice.lab.oracle.OutcomeCounts;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Draws bar charts as inline SVG: plain shapes and texts, styled by the page. */
final class Charts {

  private static final int BAR = 18;
  private static final int STEP = 30;

  /**
   * One bar.
   *
   * @param value zero or more; NaN if it is not known
   * @param shown the text beside the bar
   */
  record Bar(String label, double value, String shown) {}

  /** Bars one below the other; the longest takes all of the available width. */
  static String bars(String title, List<Bar> bars) {
    int label = 150;
    int right = 140;
    int width = 520;
    double most = bars.stream().mapToDouble(Bar::value).filter(v -> v > 0).max().orElse(1);
    StringBuilder svg = new StringBuilder();
    open(svg, width, bars.size() * STEP, title + ": " + spoken(bars));
    for (int i = 0; i < bars.size(); i++) {
      Bar bar = bars.get(i);
      int y = i * STEP + (STEP - BAR) / 2;
      double length = bar.value() > 0 ? bar.value() / most * (width - label - right) : 0;
      text(svg, 0, y + 14, "", TextWrap.cut(bar.label(), 18));
      if (length > 0) {
        rect(svg, label, y, Math.max(length, 2), "bar");
      }
      text(svg, label + length + 8, y + 14, length > 0 ? "" : "soft", bar.shown());
    }
    return svg.append("</svg>\n").toString();
  }

  /** How many records are left after each decision, and how many it removed. */
  static String funnel(OutcomeCounts counts) {
    long events = counts.seen() - counts.malformed();
    long relevant = events - counts.filtered();
    List<Stage> stages =
        List.of(
            new Stage("records seen", counts.seen(), 0, ""),
            new Stage("are events", events, counts.malformed(), "malformed"),
            new Stage("are relevant", relevant, counts.filtered(), "filtered"),
            new Stage("are in time", counts.accepted(), counts.late(), "late"),
            new Stage("rows", counts.rows(), counts.duplicates(), "duplicates"));
    int label = 130;
    int width = 1080;
    double scale = (width - label - 330) / (double) Math.max(1, counts.seen());
    int step = 40;
    StringBuilder svg = new StringBuilder();
    open(
        svg,
        width,
        stages.size() * step,
        "Of %s records %s became rows".formatted(counts.seen(), counts.rows()));
    for (int i = 0; i < stages.size(); i++) {
      Stage stage = stages.get(i);
      int y = i * step + 8;
      text(svg, 0, y + 17, "strong", stage.label());
      double left = stage.left() * scale;
      double lost = stage.lost() * scale;
      svg.append(shape(label, y, left, 24, "bar")).append(shape(label + left, y, lost, 24, "drop"));
      double end = width - 215;
      text(svg, end, y + 17, "end strong", Figures.number(stage.left()));
      if (!stage.why().isEmpty()) {
        text(
            svg,
            end + 18,
            y + 17,
            "soft",
            "− %s %s".formatted(Figures.number(stage.lost()), stage.why()));
      }
    }
    return svg.append("</svg>\n").toString();
  }

  /** A bar for every count, the largest first. */
  static String counts(String title, Map<String, Long> counts, long whole) {
    List<Bar> bars =
        counts.entrySet().stream()
            .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
            .map(
                e ->
                    new Bar(
                        e.getKey(),
                        e.getValue(),
                        "%s · %s"
                            .formatted(
                                Figures.number(e.getValue()),
                                Figures.percent(e.getValue(), whole))))
            .toList();
    return bars(title, bars);
  }

  private record Stage(String label, long left, long lost, String why) {}

  private static String spoken(List<Bar> bars) {
    return bars.stream()
        .map(bar -> bar.label() + " " + bar.shown())
        .collect(Collectors.joining(", "));
  }

  private static void open(StringBuilder svg, int width, int height, String spoken) {
    svg.append("<svg viewBox=\"0 0 %s %s\" role=\"img\" aria-label=\"".formatted(width, height))
        .append(Html.text(spoken))
        .append("\">\n");
  }

  private static void rect(StringBuilder svg, double x, int y, double width, String style) {
    svg.append(shape(x, y, width, BAR, style));
  }

  private static String shape(double x, int y, double width, int height, String style) {
    return width <= 0
        ? ""
        : String.format(
            Locale.ROOT,
            "<rect class=\"%s\" x=\"%.1f\" y=\"%s\" width=\"%.1f\" height=\"%s\" rx=\"3\"/>\n",
            style,
            x,
            y,
            width,
            height);
  }

  private static void text(StringBuilder svg, double x, int y, String style, String text) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<text class=\"%s\" x=\"%.1f\" y=\"%s\">%s</text>\n",
            style,
            x,
            y,
            Html.text(text)));
  }

  private Charts() {}
}
