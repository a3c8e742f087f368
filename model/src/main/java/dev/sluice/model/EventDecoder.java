package dev.sluice.model;

/** Reads a record's value into an event: total, strict, and in time linear in the value's size. */
public final class EventDecoder {

  /**
   * Decodes one value. Never throws.
   *
   * @param value the record's bytes, or null for a tombstone
   */
  public Decoded decode(byte[] value) {
    return new Decoded.Bad(value == null ? Reason.NULL_VALUE : Reason.NOT_JSON);
  }
}
