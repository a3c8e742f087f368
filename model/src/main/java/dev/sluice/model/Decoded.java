package dev.sluice.model;

/** What decoding a record's value gives: an event, or the reason why it is none. */
public sealed interface Decoded {

  /** The value is an event. */
  record Ok(Event event) implements Decoded {}

  /** The value is no event. */
  record Bad(Reason reason) implements Decoded {}
}
