package dev.sluice.lab.input.traffic;

import dev.sluice.lab.input.Label;

/**
 * An event while it is made up. It knows its own label, since every trait is set together with the
 * bit that says so.
 */
final class Draft implements Cloneable {

  /** What the decision's defaults are; labels hold for these. */
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

  /** Whether the members come in another order than usual. */
  boolean shuffled;

  /** Raw JSON of a field that the model does not know, or null. */
  String unknownName;

  String unknownValue;

  /** What the partition follows from. */
  long clientHash;

  /** Where the original went. */
  int partition;

  /** The original's bytes. */
  byte[] value;

  /** Its label, where it arrives at the given time and is not from the future. */
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
