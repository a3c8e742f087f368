// SPDX-License-Identifier: Apache-2.0
package dev.sluice.model;

/**
 * Reads times that are decimal numbers of some unit since the epoch: digits, optionally a minus
 * before them, a fraction and an exponent. Exact, since no digit goes through floating point.
 *
 * @param places the decimal places from the unit to microseconds: 6 for seconds, −3 for nanoseconds
 */
record EpochTime(int places) implements TimeReader {

  /** An exponent from which on every number is zero or out of range; a text has 64 characters. */
  private static final int MOST_EXPONENT = 1_000;

  @Override
  public long micros(byte[] text, int start, int end) {
    boolean negative = start < end && text[start] == '-';
    int digits = negative ? start + 1 : start;
    int point = EventTime.skipDigits(text, digits, end);
    int digitsEnd = point;
    boolean fraction = point < end && text[point] == '.';
    if (fraction) {
      digitsEnd = EventTime.skipDigits(text, point + 1, end);
    }
    if (point == digits || (fraction && digitsEnd == point + 1)) {
      return EventTime.MALFORMED;
    }
    int exponent = digitsEnd == end ? 0 : exponent(text, digitsEnd, end);
    if (exponent == Integer.MIN_VALUE) {
      return EventTime.MALFORMED;
    }
    return signed(negative, text, digits, point, digitsEnd, point - digits + exponent + places);
  }

  /** The exponent of a range that begins with {@code e}, saturated; else the smallest integer. */
  private static int exponent(byte[] text, int start, int end) {
    if ((text[start] | 0x20) != 'e') {
      return Integer.MIN_VALUE;
    }
    int at = start + 1;
    boolean negative = at < end && text[at] == '-';
    at = negative || (at < end && text[at] == '+') ? at + 1 : at;
    if (at == end || EventTime.skipDigits(text, at, end) != end) {
      return Integer.MIN_VALUE;
    }
    int exponent = 0;
    for (; at < end; at++) {
      exponent = Math.min(10 * exponent + text[at] - '0', MOST_EXPONENT);
    }
    return negative ? -exponent : exponent;
  }

  /**
   * The microseconds of a number.
   *
   * @param point where the digits' point is, if they have one
   * @param whole how many of the digits count whole microseconds
   */
  private static long signed(
      boolean negative, byte[] text, int digits, int point, int digitsEnd, int whole) {
    long micros = 0;
    int read = 0;
    boolean cut = false;
    for (int i = digits; i < digitsEnd; i++) {
      if (i == point) {
        continue;
      }
      int digit = text[i] - '0';
      if (read++ >= whole) {
        cut |= digit != 0;
      } else if (micros > EventTime.MAX_MICROS) {
        return EventTime.MALFORMED;
      } else {
        micros = 10 * micros + digit;
      }
    }
    for (; read < whole && micros > 0; read++) {
      if (micros > EventTime.MAX_MICROS) {
        return EventTime.MALFORMED;
      }
      micros *= 10;
    }
    return EventTime.inRange(!negative ? micros : cut ? -micros - 1 : -micros);
  }
}
