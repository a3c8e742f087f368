// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.logs;

import dev.sluice.engine.config.Json;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.slf4j.event.Level;

/**
 * Writes log lines as one JSON object each, in UTF-8, with the keys that Spark's lines have too
 * ({@code sluice-log.json}). Thread-safe.
 */
final class LogLines {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final PrintStream out;

  LogLines(PrintStream out) {
    this.out = out;
  }

  /**
   * Writes one line, of now and of this thread.
   *
   * @param message null is written as text
   * @param trace the stack trace, several lines; null if there is none
   */
  void write(Level level, String logger, String message, String trace) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("time", TIME.format(Instant.now()));
    line.put("level", level.name());
    line.put("logger", logger);
    line.put("thread", Thread.currentThread().getName());
    line.put("message", String.valueOf(message));
    if (trace != null) {
      line.put("stack_trace", trace);
    }
    byte[] bytes = (Json.write(line) + "\n").getBytes(StandardCharsets.UTF_8);
    synchronized (out) {
      out.write(bytes, 0, bytes.length);
      out.flush();
    }
  }
}
