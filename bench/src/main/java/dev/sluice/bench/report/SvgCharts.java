// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.report;

/** Draws charts as inline SVG that needs only the page's style. */
final class SvgCharts {

  /** The drawing of a chart. */
  static String draw(Chart chart) {
    if (chart instanceof BarChart bars) {
      return BarDrawing.of(bars);
    }
    if (chart instanceof LineChart lines) {
      return new LineDrawing(lines).draw();
    }
    return StackDrawing.of((StackChart) chart);
  }

  /** The title above a chart. */
  static String title(Chart chart) {
    if (chart instanceof BarChart bars) {
      return bars.title();
    }
    return chart instanceof LineChart lines ? lines.title() : ((StackChart) chart).title();
  }

  private SvgCharts() {}
}
