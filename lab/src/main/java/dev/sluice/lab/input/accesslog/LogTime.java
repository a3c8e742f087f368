// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.input.accesslog;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/**
 * Reads times as logs write them, such as {@code 20/May/2015:12:05:17 +0000}; months in English.
 */
final class LogTime {

  private static final List<String> MONTHS =
      List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");

  /** Digits for 9, letters for x; the rest matches itself. */
  private static final String SHAPE = "99/xxx/9999:99:99:99 +9999";

  /**
   * Where the blank before the bracketed time is, or -1. A user's name may hold blanks and
   * brackets, so the time is what looks like one.
   */
  static int find(String line) {
    int at = line.indexOf(" [");
    while (at >= 0 && !hasShape(line, at + 2)) {
      at = line.indexOf(" [", at + 1);
    }
    return at;
  }

  /** Reads a time; empty where there is no such day, hour or offset. */
  static Optional<OffsetDateTime> parse(String text) {
    if (text.length() != SHAPE.length() || !hasShape(text, 0)) {
      return Optional.empty();
    }
    int month = MONTHS.indexOf(text.substring(3, 6)) + 1;
    int sign = text.charAt(21) == '-' ? -1 : 1;
    try {
      return Optional.of(
          OffsetDateTime.of(
              LocalDateTime.of(
                  number(text, 7, 11),
                  month,
                  number(text, 0, 2),
                  number(text, 12, 14),
                  number(text, 15, 17),
                  number(text, 18, 20)),
              ZoneOffset.ofHoursMinutes(sign * number(text, 22, 24), sign * number(text, 24, 26))));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static boolean hasShape(String text, int from) {
    if (text.length() < from + SHAPE.length()) {
      return false;
    }
    for (int i = 0; i < SHAPE.length(); i++) {
      char c = text.charAt(from + i);
      boolean fits =
          switch (SHAPE.charAt(i)) {
            case '9' -> c >= '0' && c <= '9';
            case 'x' -> (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
            case '+' -> c == '+' || c == '-';
            default -> c == SHAPE.charAt(i);
          };
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  private static int number(String text, int begin, int end) {
    return Integer.parseInt(text, begin, end, 10);
  }

  private LogTime() {}
}
