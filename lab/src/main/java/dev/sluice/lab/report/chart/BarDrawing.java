// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.report.chart;

import dev.sluice.lab.report.TextWrap;
import java.util.List;
import java.util.stream.Collectors;

/** Draws bars: each as long as its median, with a line from the least to the most. */
final class BarDrawing {

  private static final int STEP = 34;
  private static final int BAR = 20;
  private static final int GAP = 12;

  /** The greatest share of the width for the labels. */
  private static final double MOST_LABEL = 0.35;

  static String of(BarChart chart) {
    int width = chart.width();
    int most = (int) (width * MOST_LABEL);
    double label =
        Math.min(most, widest(chart.bars().stream().map(BarChart.Bar::label).toList())) + 2 * GAP;
    double right = widest(chart.bars().stream().map(BarChart.Bar::shown).toList()) + 2 * GAP;
    double greatest =
        chart.bars().stream()
            .filter(bar -> bar.value() != null)
            .mapToDouble(bar -> bar.value().most())
            .filter(value -> value > 0)
            .max()
            .orElse(1);
    double scale = (width - label - right) / greatest;
    Svg svg = new Svg(width, chart.bars().size() * STEP, chart.title() + ": " + spoken(chart));
    double y = 0;
    for (BarChart.Bar bar : chart.bars()) {
      svg.text(0, y + 19, bar.strong() ? "strong" : "", fitted(bar.label(), most));
      if (bar.value() == null) {
        svg.text(label, y + 19, "soft", bar.shown());
      } else {
        draw(svg, bar, bar.value(), label, y, scale);
      }
      y += STEP;
    }
    return svg.end();
  }

  private static void draw(
      Svg svg, BarChart.Bar bar, Summary value, double left, double y, double scale) {
    double least = left + value.least() * scale;
    double most = left + value.most() * scale;
    double middle = y + 14;
    svg.rect(left, y + 4, value.median() * scale, BAR, bar.strong() ? "bar" : "track");
    if (value.count() > 1) {
      svg.line(least, middle, most, middle, "reach")
          .line(least, middle - 5, least, middle + 5, "reach")
          .line(most, middle - 5, most, middle + 5, "reach");
    }
    svg.text(most + GAP, y + 19, "", bar.shown());
  }

  private static String fitted(String text, int most) {
    return TextWrap.cut(text, Math.max(2, (int) (most / Svg.width("x"))));
  }

  private static double widest(List<String> texts) {
    return texts.stream().mapToDouble(Svg::width).max().orElse(0);
  }

  private static String spoken(BarChart chart) {
    return chart.bars().stream()
        .map(bar -> bar.label() + " " + bar.shown())
        .collect(Collectors.joining(", "));
  }

  private BarDrawing() {}
}
