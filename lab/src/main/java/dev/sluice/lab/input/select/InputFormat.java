// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.input.select;

import dev.sluice.engine.config.ConfigException;
import dev.sluice.lab.input.FirstLines;
import dev.sluice.lab.input.accesslog.LogParser;
import java.util.List;
import java.util.Optional;

/** The format of a file's lines. */
public enum InputFormat {
  /** One JSON event, or one envelope, a line. */
  NDJSON,
  /** Common or Combined Log Format, or a log of AWS's load balancer or CloudFront. */
  ACCESS_LOG;

  /** How many lines are examined. */
  static final int LOOKED_AT = 100;

  private static final int SHOWN_CHARACTERS = 80;

  /**
   * Detects the format from the first lines: whichever is more frequent, lines of a log or lines
   * that begin with a brace.
   *
   * @throws ConfigException if none of the lines is either, or if they are a JSON array
   */
  static InputFormat of(String source, List<byte[]> head) {
    int objects = 0;
    int logLines = 0;
    byte[] first = null;
    LogParser log = new LogParser();
    for (byte[] line : head) {
      if (beginsWithBrace(line)) {
        objects++;
      } else if (!log.isHeader(line) && log.parse(line).isPresent()) {
        logLines++;
      }
      if (first == null && line.length > 0) {
        first = line;
      }
    }
    if (first != null && objects == 0 && logLines == 0) {
      FirstLines lines = new FirstLines();
      head.forEach(lines::add);
      throw new ConfigException(
          "--input",
          source
              + " is neither NDJSON nor an access log (Common or Combined Log Format, AWS's Application"
              + " Load Balancer or CloudFront): none of its first lines begins with { or can be parsed;"
              + " the first is '"
              + FirstLines.shown(first, SHOWN_CHARACTERS)
              + "'"
              + InputHint.of(lines).map(hint -> ". " + hint).orElse(""));
    }
    Optional<String> array = first == null ? Optional.empty() : InputHint.ofArray(first);
    if (array.isPresent()) {
      throw new ConfigException("--input", source + ": " + array.get());
    }
    return logLines > objects ? ACCESS_LOG : NDJSON;
  }

  private static boolean beginsWithBrace(byte[] line) {
    int at = 0;
    while (at < line.length && (line[at] == ' ' || line[at] == '\t')) {
      at++;
    }
    return at < line.length && line[at] == '{';
  }
}
