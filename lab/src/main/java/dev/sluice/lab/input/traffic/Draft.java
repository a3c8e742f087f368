// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.input.traffic;

import dev.sluice.lab.input.Label;

/**
 * An event under construction. Its label follows from its traits, since every trait is set together
 * with its bit.
 */
final class Draft implements Cloneable {

  /** The default of the decision; labels are valid for this one and the next. */
  static final long ALLOWED_LATENESS_MICROS = 15_000_000;

  static final long ALLOWED_SKEW_MICROS = 60_000_000;

  int traits;
  long eventMicros;
  String eventTime;
  String eventId;
  String host;
  String url;
  String ip;
  String method;
  Integer status;
  Long bytes;
  String referrer;
  String userAgent;
  JsonFields.Style style;

  /** Whether the members are in an unusual order. */
  boolean shuffled;

  /** The name of a field that is not in the model, as raw JSON like its value, or null. */
  String unknownName;

  String unknownValue;

  /** The hash that determines the partition. */
  long clientHash;

  /** The original's partition. */
  int partition;

  /** The original's bytes. */
  byte[] value;

  /** Its label, if it arrives at the given time and is not from the future. */
  Label label(long arrivalMicros) {
    return label(traits, eventMicros, arrivalMicros);
  }

  static Label label(int traits, long eventMicros, long arrivalMicros) {
    return traits == 0 && arrivalMicros - eventMicros > ALLOWED_LATENESS_MICROS
        ? Label.LATE
        : Trait.label(traits);
  }

  Draft copy() {
    try {
      return (Draft) clone();
    } catch (CloneNotSupportedException e) {
      throw new AssertionError("it is cloneable", e);
    }
  }

  JsonFields fields(SeededRandom random) {
    JsonFields fields =
        new JsonFields(style)
            .text("event_id", eventId)
            .text("event_time", eventTime)
            .text("host", host)
            .text("url", url)
            .text("ip", ip)
            .text("method", method)
            .number("status", status)
            .number("bytes", bytes)
            .text("referrer", referrer)
            .text("user_agent", userAgent);
    if (unknownName != null) {
      fields.raw(unknownName, unknownValue);
    }
    if (shuffled) {
      fields.rotate(random);
    }
    return fields;
  }
}
