package dev.sluice.bench.report;

/** Draws charts as inline SVG, that needs nothing but the page's own style. */
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

  /** What stands above it. */
  static String title(Chart chart) {
    if (chart instanceof BarChart bars) {
      return bars.title();
    }
    return chart instanceof LineChart lines ? lines.title() : ((StackChart) chart).title();
  }

  private SvgCharts() {}
}
