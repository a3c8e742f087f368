// SPDX-License-Identifier: Apache-2.0
package dev.sluice.model;

/** The result of decoding a record's value: an event, or the reason why it is not one. */
public sealed interface Decoded {

  /** The value is an event. */
  record Ok(Event event) implements Decoded {}

  /** The value is not an event. */
  record Bad(Reason reason) implements Decoded {}
}
