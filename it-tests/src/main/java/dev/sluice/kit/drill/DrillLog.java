package dev.sluice.kit.drill;

import dev.sluice.lab.report.Style;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/** Tells a room what happens as it happens, a line each, with the seconds since the beginning. */
final class DrillLog {

  private final PrintWriter out;
  private final Style style;
  private final long begun = System.nanoTime();

  DrillLog(PrintWriter out, Style style) {
    this.out = out;
    this.style = style;
  }

  /** What is so. */
  void info(String what) {
    line(style.plain(what));
  }

  /** What breaks. */
  void bad(String what) {
    line(style.bad(style.plain(what)));
  }

  /** What works again. */
  void good(String what) {
    line(style.good(style.plain(what)));
  }

  private void line(String text) {
    double seconds = (System.nanoTime() - begun) / 1e9;
    out.printf(Locale.ROOT, "%7.1f s  %s%n", seconds, text);
    out.flush();
  }

  /** A duration as people say it: {@code 0.4 s}. */
  static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.1f s", duration.toNanos() / 1e9);
  }
}
