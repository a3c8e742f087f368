// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.input.traffic;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;

/** Writes one instant in the many ways that RFC 3339 allows. */
final class TimeText {

  private static final long MICROS_PER_SECOND = 1_000_000;
  private static final int MICRO_DIGITS = 6;
  private static final int DIGITS = 9;

  /** Most producers are in UTC, which they write in one of three ways. */
  private static final List<String> OFFSETS =
      List.of(
          "Z", "Z", "Z", "Z", "Z", "Z", "+00:00", "+01:00", "+02:00", "-05:00", "-08:00", "+05:30",
          "+09:00", "-03:30", "+12:45", "-00:00");

  /** The instant with a random offset and no fewer fraction digits than it needs. */
  static String of(long epochMicros, SeededRandom random) {
    return of(epochMicros, random.pick(OFFSETS), random);
  }

  /** The instant in UTC, with exactly six fraction digits. */
  static String utc(long epochMicros) {
    StringBuilder text = dateTime(epochMicros, ZoneOffset.UTC);
    appendFraction(text, fraction(epochMicros), MICRO_DIGITS);
    return text.append('Z').toString();
  }

  private static String of(long epochMicros, String offset, SeededRandom random) {
    StringBuilder text = dateTime(epochMicros, ZoneOffset.of(offset));
    int fraction = fraction(epochMicros);
    int needed = digits(fraction);
    int digits = random.chance(0.8) ? needed : needed + random.below(DIGITS - needed + 1);
    if (digits > 0) {
      appendFraction(text, fraction, Math.min(digits, MICRO_DIGITS));
      // Readers cut what follows the sixth digit (R6), so it may be anything.
      for (int i = MICRO_DIGITS; i < digits; i++) {
        text.append((char) ('0' + random.below(10)));
      }
    }
    return text.append(offset).toString();
  }

  private static int fraction(long epochMicros) {
    return (int) Math.floorMod(epochMicros, MICROS_PER_SECOND);
  }

  private static int digits(int fraction) {
    if (fraction == 0) {
      return 0;
    }
    return fraction % 1_000 == 0 ? 3 : MICRO_DIGITS;
  }

  private static StringBuilder dateTime(long epochMicros, ZoneOffset offset) {
    LocalDateTime time =
        LocalDateTime.ofEpochSecond(Math.floorDiv(epochMicros, MICROS_PER_SECOND), 0, offset);
    StringBuilder text = new StringBuilder(40);
    appendDigits(text, time.getYear(), 4);
    appendDigits(text.append('-'), time.getMonthValue(), 2);
    appendDigits(text.append('-'), time.getDayOfMonth(), 2);
    appendDigits(text.append('T'), time.getHour(), 2);
    appendDigits(text.append(':'), time.getMinute(), 2);
    appendDigits(text.append(':'), time.getSecond(), 2);
    return text;
  }

  private static void appendFraction(StringBuilder text, int micros, int digits) {
    text.append('.');
    for (int i = 0, divisor = 100_000; i < digits; i++, divisor /= 10) {
      text.append((char) ('0' + micros / divisor % 10));
    }
  }

  private static void appendDigits(StringBuilder text, int number, int digits) {
    int divisor = 1;
    for (int i = 1; i < digits; i++) {
      divisor *= 10;
    }
    for (; divisor > 0; divisor /= 10) {
      text.append((char) ('0' + number / divisor % 10));
    }
  }

  private TimeText() {}
}
