// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.report.chart;

import dev.sluice.lab.report.chart.StackChart.Stack;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Draws stacks: the parts of each one after the other, numbered as in the legend above; a value
 * that does not fit into its part is written after the whole.
 */
final class StackDrawing {

  private static final int STEP = 42;
  private static final int BAR = 28;
  private static final int GAP = 12;
  private static final int ENTRY = 30;
  private static final int KEY = 24;
  private static final int LEAST_SPACE = 300;

  private final StackChart chart;
  private final double label;
  private final double scale;

  private StackDrawing(StackChart chart) {
    this.chart = chart;
    this.label =
        2 * GAP + chart.stacks().stream().map(Stack::label).mapToDouble(Svg::width).max().orElse(0);
    this.scale = scale();
  }

  /**
   * The largest scale that leaves each stack space for the text after it, which grows as the scale
   * shrinks.
   */
  private double scale() {
    double most = chart.stacks().stream().mapToDouble(StackDrawing::whole).max().orElse(0);
    double space = Svg.WIDTH - label;
    while (most > 0 && space > LEAST_SPACE && !hasSpace(space / most)) {
      space -= GAP;
    }
    return most > 0 ? space / most : 0;
  }

  private boolean hasSpace(double tried) {
    return chart.stacks().stream()
        .mapToDouble(s -> label + whole(s) * tried + GAP + Svg.width(behind(s, tried)))
        .allMatch(end -> end <= Svg.WIDTH);
  }

  static String of(StackChart chart) {
    return new StackDrawing(chart).draw();
  }

  private String draw() {
    List<List<Integer>> legend = legend();
    int top = legend.size() * ENTRY + 8;
    Svg svg =
        new Svg(Svg.WIDTH, top + chart.stacks().size() * STEP, chart.title() + ": " + spoken());
    for (int row = 0; row < legend.size(); row++) {
      double x = 0;
      for (int part : legend.get(row)) {
        svg.rect(x, row * ENTRY, KEY, KEY - 2, "part " + SeriesStyle.of(part).colour())
            .text(x + KEY / 2.0, row * ENTRY + 16, "mid on strong", number(part))
            .text(x + KEY + 8, row * ENTRY + 16, "", chart.parts().get(part));
        x += entry(part);
      }
    }
    double y = top;
    for (Stack stack : chart.stacks()) {
      stack(svg, stack, y);
      y += STEP;
    }
    return svg.end();
  }

  private List<List<Integer>> legend() {
    List<List<Integer>> rows = new ArrayList<>();
    double x = Svg.WIDTH;
    for (int part = 0; part < chart.parts().size(); part++) {
      if (x + entry(part) > Svg.WIDTH) {
        rows.add(new ArrayList<>());
        x = 0;
      }
      rows.get(rows.size() - 1).add(part);
      x += entry(part);
    }
    return rows;
  }

  private double entry(int part) {
    return KEY + 8 + Svg.width(chart.parts().get(part)) + 2 * GAP;
  }

  private void stack(Svg svg, Stack stack, double y) {
    svg.text(0, y + 20, "strong", stack.label());
    double x = label;
    for (int part = 0; part < stack.values().size(); part++) {
      double width = stack.values().get(part) * scale;
      svg.rect(x, y, width, BAR, "part " + SeriesStyle.of(part).colour());
      if (fits(part, stack.values().get(part), scale)) {
        svg.text(x + width / 2, y + 19, "mid on", inside(part, stack.values().get(part)));
      }
      x += width;
    }
    svg.text(x + GAP, y + 19, "", behind(stack, scale));
  }

  private static String number(int part) {
    return Integer.toString(part + 1);
  }

  private static String inside(int part, double value) {
    return number(part) + ": " + shown(value);
  }

  private static boolean fits(int part, double value, double scale) {
    return value * scale > Svg.width(inside(part, value)) + GAP;
  }

  private static String behind(Stack stack, double scale) {
    List<String> narrow = new ArrayList<>();
    for (int part = 0; part < stack.values().size(); part++) {
      double value = stack.values().get(part);
      if (!fits(part, value, scale)) {
        narrow.add(inside(part, value));
      }
    }
    return shown(whole(stack)) + (narrow.isEmpty() ? "" : " (" + String.join(", ", narrow) + ")");
  }

  private static double whole(Stack stack) {
    return stack.values().stream().mapToDouble(v -> v).sum();
  }

  /** A value with about three significant digits. */
  static String shown(double value) {
    int decimals = value >= 100 || value == 0 ? 0 : value >= 1 ? 1 : 2;
    return String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }

  private String spoken() {
    List<String> all = new ArrayList<>();
    for (Stack stack : chart.stacks()) {
      List<String> values = new ArrayList<>();
      for (int part = 0; part < stack.values().size(); part++) {
        values.add(chart.parts().get(part) + " " + shown(stack.values().get(part)));
      }
      all.add(stack.label() + " " + shown(whole(stack)) + " (" + String.join(", ", values) + ")");
    }
    return String.join("; ", all);
  }
}
