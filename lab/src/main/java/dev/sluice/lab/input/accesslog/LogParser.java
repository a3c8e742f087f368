// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.input.accesslog;

import dev.sluice.lab.input.Utf8;
import java.util.Optional;

/**
 * Parses the lines of one log, in their order, each in the format that it has. Not thread-safe: a
 * header determines how the lines after it are read.
 */
public final class LogParser {

  private final CloudFrontLog cloudFront = new CloudFrontLog();

  /** Whether the line is a header, which then applies to the lines after it. */
  public boolean isHeader(byte[] line) {
    return line.length > 0
        && line[0] == '#'
        && Utf8.decode(line).filter(cloudFront::isHeader).isPresent();
  }

  /** Parses a line that is not a header; empty where it is in none of the formats, or not UTF-8. */
  public Optional<AccessLogLine> parse(byte[] line) {
    return Utf8.decode(line)
        .flatMap(text -> AccessLogLine.parseAny(text).or(() -> cloudFront.parse(text)));
  }
}
