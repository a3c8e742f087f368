// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.command;

import static dev.sluice.lab.report.Numbers.number;

import dev.sluice.lab.report.Style;
import dev.sluice.lab.run.Progress;
import dev.sluice.lab.server.LabRun;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Shows progress: on a terminal, one line that is overwritten; elsewhere, one line for each
 * finished step. Thread-safe.
 */
public final class ProgressLine implements Progress {

  private static final double NANOS_PER_SECOND = 1e9;
  private static final String ERASE_LINE = "\r\u001b[K";

  private final PrintWriter err;
  private final boolean terminal;
  private final LongSupplier nanos;
  private String current = "";
  private long since;

  /** When the step that finishes next started; it may have been shown under several names. */
  private long begun;

  private boolean idle = true;

  /** Writes to a stream, which must be the terminal's if this process has a terminal. */
  public ProgressLine(PrintWriter err) {
    this(err, Style.isTerminal() && !"dumb".equals(System.getenv("TERM")), System::nanoTime);
  }

  ProgressLine(PrintWriter err, boolean terminal, LongSupplier nanos) {
    this.err = err;
    this.terminal = terminal;
    this.nanos = nanos;
    this.begun = nanos.getAsLong();
  }

  @Override
  public synchronized void at(String what, long done, long total) {
    if (!what.equals(current)) {
      current = what;
      since = nanos.getAsLong();
      begun = idle ? since : begun;
      idle = false;
    }
    if (terminal) {
      String of = total > 0 ? " of " + number(total) : "";
      String how = done > 0 ? number(done) + of : "starting";
      err.print(ERASE_LINE + line(what, how, since));
      err.flush();
    }
  }

  @Override
  public synchronized void done(String what, String how) {
    if (LabRun.isShuttingDown()) {
      return; // what ends now ends because of the shutdown
    }
    err.println((terminal ? ERASE_LINE : "") + line(what, how, begun));
    err.flush();
    current = "";
    begun = nanos.getAsLong();
    idle = true;
  }

  private String line(String what, String how, long from) {
    double seconds = (nanos.getAsLong() - from) / NANOS_PER_SECOND;
    return String.format(Locale.ROOT, "  %-12s %-28s %5.1f s", what, how, seconds);
  }
}
