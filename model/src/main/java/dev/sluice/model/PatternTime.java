// SPDX-License-Identifier: Apache-2.0
package dev.sluice.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;

/**
 * Reads times that a pattern describes; no locale and no database of time zones is involved.
 *
 * @param parts what follows each other in such a time
 * @param offsetSeconds how far local time is ahead of UTC, if no part is an offset
 */
record PatternTime(List<TimePart> parts, int offsetSeconds) implements TimeReader {

  private static final byte[] MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec".getBytes(UTF_8);
  private static final int MONTH_LENGTH = 3;
  private static final String ZONES = "allowed: Z, or an offset such as +02:00";

  PatternTime {
    parts = List.copyOf(parts);
  }

  /**
   * Compiles a pattern.
   *
   * @param zone the offset of times without one, or null
   * @throws InvalidMappingException naming the key and what is allowed
   */
  static PatternTime of(String pattern, String zone) {
    List<TimePart> parts = TimePart.parse(pattern);
    boolean hasOffset = parts.stream().anyMatch(part -> part.kind() == TimePart.Kind.OFFSET);
    if (hasOffset && zone != null) {
      throw new InvalidMappingException(
          "zone", "contradicts the offset in the pattern; remove one of them");
    }
    if (!hasOffset && zone == null) {
      throw new InvalidMappingException(
          "format",
          "has no offset (X, XX, XXX, x, xx, xxx or Z); add one, or the key zone, such as zone:"
              + " \"+02:00\" or zone: Z");
    }
    return new PatternTime(parts, zone == null ? 0 : offsetSeconds(zone));
  }

  /**
   * The seconds that a zone is ahead of UTC.
   *
   * @throws InvalidMappingException if it is not an offset
   */
  static int offsetSeconds(String zone) {
    byte[] text = zone.getBytes(UTF_8);
    int seconds = EventTime.offsetSeconds(text, 0, text.length);
    if (seconds == Integer.MIN_VALUE || zone.equals("z")) {
      boolean region = zone.matches("[A-Za-z][A-Za-z0-9_+/-]+");
      throw new InvalidMappingException(
          "zone",
          region
              ? "is a region, whose rules change from one release of Java to the next, so two"
                  + " machines would not agree; "
                  + ZONES
              : "is not an offset; " + ZONES);
    }
    return seconds;
  }

  @Override
  public long micros(byte[] text, int start, int end) {
    int year = 0;
    int month = 0;
    int day = 0;
    int hour = 0;
    int minute = 0;
    int second = 0;
    int fraction = 0;
    int offset = offsetSeconds;
    int at = start;
    for (int i = 0; i < parts.size(); i++) {
      TimePart part = parts.get(i);
      int length =
          part.kind() == TimePart.Kind.OFFSET ? part.offsetLength(text, at, end) : part.length();
      if (end - at < length) {
        return EventTime.MALFORMED;
      }
      switch (part.kind()) {
        case LITERAL -> {
          if (!part.isAt(text, at)) {
            return EventTime.MALFORMED;
          }
        }
        case YEAR -> year = EventTime.number(text, at, length);
        case MONTH -> month = EventTime.number(text, at, length);
        case MONTH_NAME -> month = monthNamed(text, at);
        case DAY -> day = EventTime.number(text, at, length);
        case HOUR -> hour = EventTime.number(text, at, length);
        case MINUTE -> minute = EventTime.number(text, at, length);
        case SECOND -> second = EventTime.number(text, at, length);
        case FRACTION -> {
          if (EventTime.number(text, at, length) < 0) {
            return EventTime.MALFORMED;
          }
          fraction = EventTime.fraction(text, at, at + length);
        }
        case OFFSET -> offset = part.offset(text, at, length);
      }
      at += length;
    }
    return at == end && offset != Integer.MIN_VALUE
        ? EventTime.micros(year, month, day, hour, minute, second, fraction, offset)
        : EventTime.MALFORMED;
  }

  /** The number of the month whose English abbreviation is there, or −1. */
  private static int monthNamed(byte[] text, int at) {
    for (int i = 0; i < MONTHS.length; i += MONTH_LENGTH) {
      if (text[at] == MONTHS[i] && text[at + 1] == MONTHS[i + 1] && text[at + 2] == MONTHS[i + 2]) {
        return i / MONTH_LENGTH + 1;
      }
    }
    return -1;
  }
}
