// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.logs;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.slf4j.event.Level;

/**
 * A standard error on which what is printed becomes log lines: the process's own messages, and what
 * libraries print. A text that is printed at once becomes one line, with all but its first line as
 * its stack trace. Thread-safe.
 */
final class JsonErr extends PrintStream {

  /** The name of the logger of such lines. */
  static final String LOGGER = "stderr";

  private final Lines printed;

  JsonErr(LogLines lines) {
    this(new Lines(lines));
  }

  private JsonErr(Lines printed) {
    super(printed, true, StandardCharsets.UTF_8);
    this.printed = printed;
  }

  @Override
  public void print(String text) {
    printed.add(text);
  }

  @Override
  public void println(String text) {
    printed.add(text + "\n");
  }

  @Override
  public void println(Object value) {
    println(String.valueOf(value));
  }

  /** Collects what is printed, until it ends with a line's end. */
  private static final class Lines extends OutputStream {

    private final LogLines lines;
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream();

    Lines(LogLines lines) {
      this.lines = lines;
    }

    synchronized void add(String text) {
      byte[] bytes = String.valueOf(text).getBytes(StandardCharsets.UTF_8);
      write(bytes, 0, bytes.length);
    }

    @Override
    public synchronized void write(int b) {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int start, int length) {
      pending.write(bytes, start, length);
      if (length > 0 && bytes[start + length - 1] == '\n') {
        String text = pending.toString(StandardCharsets.UTF_8).stripTrailing();
        pending.reset();
        if (!text.isEmpty()) {
          String first = text.lines().findFirst().orElseThrow();
          boolean isTrace = first.length() < text.length();
          lines.write(
              isTrace ? Level.ERROR : Level.INFO, LOGGER, first, isTrace ? text + "\n" : null);
        }
      }
    }
  }
}
