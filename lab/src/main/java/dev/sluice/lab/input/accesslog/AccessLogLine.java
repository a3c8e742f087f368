// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.input.accesslog;

import dev.sluice.lab.input.Utf8;
import dev.sluice.model.Limits;
import java.time.OffsetDateTime;
import java.util.Optional;

/**
 * One entry of an access log: what its format has of an event's fields. See {@code docs/input.md}.
 *
 * <p>A field that the log gives as {@code -} is null.
 *
 * @param virtualHost a site of the server's own, without its port, or null
 * @param client the client's address without its port, or its name where the server looks names up;
 *     of a list of forwarded addresses the first; null if the server does not know it
 * @param time with the line's own offset
 * @param request the request line, never empty; {@code -} where there was none
 * @param status or null
 * @param bytes or null
 * @param referrer or null
 * @param userAgent or null
 */
public record AccessLogLine(
    String virtualHost,
    String client,
    OffsetDateTime time,
    RequestLine request,
    Integer status,
    Long bytes,
    String referrer,
    String userAgent) {

  /**
   * Parses a line that needs no header: Common and Combined Log Format, as Apache and nginx write
   * them, with or without the virtual host in front, and the format of AWS's Application Load
   * Balancer. Empty where it is in none of them, or not UTF-8.
   */
  public static Optional<AccessLogLine> parse(byte[] line) {
    return Utf8.decode(line).flatMap(AccessLogLine::parseAny);
  }

  /** Parses a line that needs no header; empty where it is in none of the formats. */
  static Optional<AccessLogLine> parseAny(String line) {
    return parse(line).or(() -> AlbLine.parse(line));
  }

  /** Parses a line in Common or Combined Log Format; empty where it is in neither. */
  public static Optional<AccessLogLine> parse(String line) {
    int time = LogTime.find(line);
    if (time < 0) {
      return Optional.empty();
    }
    Optional<LineHead> head = LineHead.parse(line.substring(0, time));
    if (head.isEmpty()) {
      return Optional.empty();
    }
    Scanner scanner = new Scanner(line, time + 1);
    Optional<OffsetDateTime> at = scanner.bracketed().flatMap(LogTime::parse);
    Optional<String> request = scanner.quoted();
    Optional<String> status = scanner.token();
    Optional<String> bytes = scanner.token();
    if (at.isEmpty()
        || request.isEmpty()
        || !isNumber(status, Limits.STATUS)
        || !isNumber(bytes, Long.MAX_VALUE)) {
      return Optional.empty();
    }
    String referrer = null;
    String userAgent = null;
    if (scanner.atQuote()) {
      Optional<String> first = scanner.quoted();
      Optional<String> second = scanner.quoted();
      if (second.isEmpty()) {
        return Optional.empty();
      }
      referrer = dashIsNull(first.get());
      userAgent = dashIsNull(second.get());
    }
    if (!scanner.restIsTokens()) {
      return Optional.empty();
    }
    return Optional.of(
        new AccessLogLine(
            head.get().virtualHost(),
            head.get().client(),
            at.get(),
            RequestLine.of(request.get()),
            status.map(AccessLogLine::dashIsNull).map(Integer::valueOf).orElse(null),
            bytes.map(AccessLogLine::dashIsNull).map(Long::valueOf).orElse(null),
            referrer,
            userAgent));
  }

  static String dashIsNull(String text) {
    return text.equals("-") ? null : text;
  }

  /** Whether it is absent, or digits of a number up to the maximum, as in the contract. */
  static boolean isNumber(Optional<String> token, long most) {
    if (token.isEmpty() || token.get().equals("-")) {
      return token.isPresent();
    }
    String digits = token.get();
    if (!digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return false;
    }
    try {
      return Long.parseLong(digits) <= most;
    } catch (NumberFormatException e) {
      return false; // above 2^63 - 1
    }
  }
}
