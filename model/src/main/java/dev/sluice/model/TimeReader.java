// SPDX-License-Identifier: Apache-2.0
package dev.sluice.model;

/** Reads the times of one format. Immutable. */
interface TimeReader {

  /**
   * Reads the time in a range of bytes, in time linear in its length.
   *
   * @return microseconds since the epoch, what is smaller cut downward, in the years 0001 to 9999;
   *     else {@link EventTime#MALFORMED}
   */
  long micros(byte[] text, int start, int end);

  static TimeReader of(TimeFormat format) {
    if (format instanceof TimeFormat.Pattern pattern) {
      return PatternTime.of(pattern.text(), pattern.zone());
    }
    return switch ((TimeFormat.Named) format) {
      case RFC3339 -> EventTime::micros;
      case EPOCH_SECONDS -> new EpochTime(6);
      case EPOCH_MILLIS -> new EpochTime(3);
      case EPOCH_MICROS -> new EpochTime(0);
      case EPOCH_NANOS -> new EpochTime(-3);
    };
  }
}
