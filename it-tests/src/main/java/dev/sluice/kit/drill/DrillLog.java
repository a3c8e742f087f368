// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.drill;

import dev.sluice.lab.report.Style;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/** Prints what happens while it happens, one event per line, with the seconds since the start. */
final class DrillLog {

  private final PrintWriter out;
  private final Style style;
  private final long begun = System.nanoTime();

  DrillLog(PrintWriter out, Style style) {
    this.out = out;
    this.style = style;
  }

  /** Prints a state. */
  void info(String what) {
    line(style.plain(what));
  }

  /** Prints what breaks. */
  void bad(String what) {
    line(style.bad(style.plain(what)));
  }

  /** Prints what works again. */
  void good(String what) {
    line(style.good(style.plain(what)));
  }

  private void line(String text) {
    double seconds = (System.nanoTime() - begun) / 1e9;
    out.printf(Locale.ROOT, "%7.1f s  %s%n", seconds, text);
    out.flush();
  }

  /** Formats a duration, such as {@code 0.4 s}. */
  static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.1f s", duration.toNanos() / 1e9);
  }
}
