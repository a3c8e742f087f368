// SPDX-License-Identifier: Apache-2.0
package dev.sluice.model;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** How the time of an event is written (R6). */
public sealed interface TimeFormat {

  /** The format's name, or its pattern. */
  String text();

  /** Whether such a time is a number. */
  boolean isNumber();

  /** The names of the formats that have one. */
  static List<String> names() {
    return Arrays.stream(Named.values()).map(Named::text).toList();
  }

  /**
   * The format with this name, or else with this pattern.
   *
   * @param zone the offset of times whose pattern has none, {@code Z} or such as {@code +02:00};
   *     null if the pattern has one
   * @throws InvalidMappingException if there is no such format
   */
  static TimeFormat of(String text, String zone) {
    for (Named named : Named.values()) {
      if (named.text().equals(text)) {
        if (zone != null) {
          throw new InvalidMappingException(
              "zone", "is not a key here; allowed with a pattern that has no offset");
        }
        return named;
      }
    }
    return new Pattern(text, zone);
  }

  /** The formats that have a name. */
  enum Named implements TimeFormat {
    /** A text such as {@code 2025-01-02T03:04:05.678Z}. */
    RFC3339,
    /** Seconds since 1970-01-01T00:00:00Z, as a decimal number. */
    EPOCH_SECONDS,
    /** Milliseconds since then. */
    EPOCH_MILLIS,
    /** Microseconds since then. */
    EPOCH_MICROS,
    /** Nanoseconds since then. */
    EPOCH_NANOS;

    private final String text = name().toLowerCase(Locale.ROOT);

    @Override
    public String text() {
      return text;
    }

    @Override
    public boolean isNumber() {
      return this != RFC3339;
    }
  }

  /**
   * A text that a pattern of letters describes, which mean what they mean in {@link
   * java.time.format.DateTimeFormatter}.
   *
   * @param text such as {@code dd/MMM/yyyy:HH:mm:ss Z}
   * @param zone {@code Z} or such as {@code +02:00}; null if the pattern has an offset
   */
  record Pattern(String text, String zone) implements TimeFormat {
    /**
     * @throws InvalidMappingException naming the key and what is allowed
     */
    public Pattern {
      Objects.requireNonNull(text, "text");
      // +00:00 and -00:00 mean the same as Z, and equal formats are equal values.
      zone = zone != null && PatternTime.offsetSeconds(zone) == 0 ? "Z" : zone;
      PatternTime.of(text, zone);
    }

    @Override
    public boolean isNumber() {
      return false;
    }
  }
}
