// SPDX-License-Identifier: Apache-2.0
package dev.sluice.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.LocalDate;
import java.util.OptionalLong;

/**
 * Event times: RFC 3339 text on one side, microseconds since the epoch in UTC on the other (R6).
 */
public final class EventTime {

  /** 0001-01-01T00:00:00Z. */
  public static final long MIN_MICROS = -62_135_596_800_000_000L;

  /** 9999-12-31T23:59:59.999999Z. */
  public static final long MAX_MICROS = 253_402_300_799_999_999L;

  /** The result of {@link #micros} for a text that is not a time; no time has this value. */
  static final long MALFORMED = Long.MIN_VALUE;

  private static final int FRACTION_DIGITS = 6;
  private static final int MICROS_PER_SECOND = 1_000_000;
  private static final int SECONDS_PER_DAY = 86_400;
  private static final int SHORTEST = "2000-01-01T00:00:00Z".length();
  private static final int OFFSET_LENGTH = "+00:00".length();

  /**
   * Reads an RFC 3339 date-time with any offset. Fraction digits after the sixth are cut.
   *
   * @return microseconds since the epoch, or empty if the text is not a date-time, names a leap
   *     second, or is outside the years 0001 to 9999, as written or in UTC
   */
  public static OptionalLong parse(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    long micros = micros(bytes, 0, bytes.length);
    return micros == MALFORMED ? OptionalLong.empty() : OptionalLong.of(micros);
  }

  /**
   * Writes a time as RFC 3339 in UTC with six fraction digits, such as {@code
   * 2025-01-02T03:04:05.000000Z}.
   *
   * @param micros from {@link #MIN_MICROS} to {@link #MAX_MICROS}
   */
  public static String format(long micros) {
    if (micros < MIN_MICROS || micros > MAX_MICROS) {
      throw new IllegalArgumentException(
          "event time: "
              + micros
              + " microseconds is out of range; must be from "
              + MIN_MICROS
              + " to "
              + MAX_MICROS);
    }
    long seconds = Math.floorDiv(micros, MICROS_PER_SECOND);
    int inDay = Math.floorMod(seconds, SECONDS_PER_DAY);
    StringBuilder text = new StringBuilder(27);
    text.append(LocalDate.ofEpochDay(Math.floorDiv(seconds, SECONDS_PER_DAY))).append('T');
    append(text, inDay / 3_600, 2).append(':');
    append(text, inDay / 60 % 60, 2).append(':');
    append(text, inDay % 60, 2).append('.');
    append(text, Math.floorMod(micros, MICROS_PER_SECOND), FRACTION_DIGITS).append('Z');
    return text.toString();
  }

  /** Like {@link #parse}, on the bytes of a range; {@link #MALFORMED} where that is empty. */
  static long micros(byte[] text, int start, int end) {
    if (end - start < SHORTEST) {
      return MALFORMED;
    }
    int year = number(text, start, 4);
    int month = number(text, start + 5, 2);
    int day = number(text, start + 8, 2);
    int hour = number(text, start + 11, 2);
    int minute = number(text, start + 14, 2);
    int second = number(text, start + 17, 2);
    boolean separated =
        text[start + 4] == '-'
            && text[start + 7] == '-'
            && (text[start + 10] | 0x20) == 't'
            && text[start + 13] == ':'
            && text[start + 16] == ':';
    if (!separated || !isDate(year, month, day) || !isTime(hour, minute) || !isSixtieth(second)) {
      return MALFORMED;
    }
    int zone = start + 19;
    int fraction = 0;
    if (text[zone] == '.') {
      zone = skipDigits(text, start + 20, end);
      if (zone == start + 20) {
        return MALFORMED;
      }
      fraction = fraction(text, start + 20, zone);
    }
    int offset = offsetSeconds(text, zone, end);
    if (offset == Integer.MIN_VALUE) {
      return MALFORMED;
    }
    return instant(year, month, day, hour, minute, second, fraction, offset);
  }

  /**
   * The microseconds of a date and a time of day that need not exist.
   *
   * @param fraction in microseconds
   * @param offset the seconds that local time is ahead of UTC
   */
  static long micros(
      int year, int month, int day, int hour, int minute, int second, int fraction, int offset) {
    return isDate(year, month, day) && isTime(hour, minute) && isSixtieth(second)
        ? instant(year, month, day, hour, minute, second, fraction, offset)
        : MALFORMED;
  }

  private static long instant(
      int year, int month, int day, int hour, int minute, int second, int fraction, int offset) {
    long seconds = epochDay(year, month, day) * SECONDS_PER_DAY;
    seconds += hour * 3_600L + minute * 60L + second - offset;
    return inRange(seconds * MICROS_PER_SECOND + fraction);
  }

  /** The same microseconds, or {@link #MALFORMED} outside of the years 0001 to 9999. */
  static long inRange(long micros) {
    return micros < MIN_MICROS || micros > MAX_MICROS ? MALFORMED : micros;
  }

  /** The position after the digits from {@code start} on, of which there may be none. */
  static int skipDigits(byte[] text, int start, int end) {
    int at = start;
    while (at < end && text[at] >= '0' && text[at] <= '9') {
      at++;
    }
    return at;
  }

  /** The first six digits as microseconds, padded with zeros on the right. */
  static int fraction(byte[] text, int start, int end) {
    int micros = 0;
    for (int i = 0; i < FRACTION_DIGITS; i++) {
      micros = 10 * micros + (start + i < end ? text[start + i] - '0' : 0);
    }
    return micros;
  }

  /** The seconds that local time is ahead of UTC; {@link Integer#MIN_VALUE} if malformed. */
  static int offsetSeconds(byte[] text, int start, int end) {
    if (end - start == 1 && (text[start] | 0x20) == 'z') {
      return 0;
    }
    return end - start == OFFSET_LENGTH && text[start + 3] == ':'
        ? offsetSeconds(text[start], number(text, start + 1, 2), number(text, start + 4, 2))
        : Integer.MIN_VALUE;
  }

  /** The seconds of an offset with these parts; {@link Integer#MIN_VALUE} if one is wrong. */
  static int offsetSeconds(byte sign, int hours, int minutes) {
    if ((sign != '+' && sign != '-') || !isTime(hours, minutes)) {
      return Integer.MIN_VALUE;
    }
    int seconds = hours * 3_600 + minutes * 60;
    return sign == '-' ? -seconds : seconds;
  }

  /** The number with that many digits, or -1 if one of the bytes is not a digit. */
  static int number(byte[] text, int start, int digits) {
    int number = 0;
    for (int i = start; i < start + digits; i++) {
      int digit = text[i] - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = 10 * number + digit;
    }
    return number;
  }

  private static boolean isDate(int year, int month, int day) {
    return year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysOf(year, month);
  }

  private static boolean isTime(int hour, int minute) {
    return hour >= 0 && hour <= 23 && isSixtieth(minute);
  }

  private static boolean isSixtieth(int number) {
    return number >= 0 && number <= 59;
  }

  private static int daysOf(int year, int month) {
    if (month == 2) {
      return isLeap(year) ? 29 : 28;
    }
    return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
  }

  private static boolean isLeap(int year) {
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  }

  /**
   * Days since 1970-01-01, counted in years that start in March, so that a leap day is the last.
   */
  private static long epochDay(int year, int month, int day) {
    int years = month > 2 ? year : year - 1;
    int monthsSinceMarch = (month + 9) % 12;
    int dayOfYear = (153 * monthsSinceMarch + 2) / 5 + day - 1;
    int daysToEpoch = 719_468; // from 0000-03-01
    return 365L * years + years / 4 - years / 100 + years / 400 + dayOfYear - daysToEpoch;
  }

  private static StringBuilder append(StringBuilder text, int number, int digits) {
    String written = Integer.toString(number);
    return text.append("0".repeat(digits - written.length())).append(written);
  }

  private EventTime() {}
}
