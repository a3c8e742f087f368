// SPDX-License-Identifier: Apache-2.0
package dev.sluice.model;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Decodes a record's value into an event: total, strict, and in time linear in the value's size.
 * Where not every event is kept, an {@link EventView} avoids building those that are not.
 *
 * <p>Not thread-safe: buffers are reused from one value to the next, so a value that is not an
 * event causes no allocation. Use one decoder per thread.
 */
public final class EventDecoder {

  private static final Map<Reason, Decoded> BAD = new EnumMap<>(Reason.class);

  static {
    for (Reason reason : Reason.values()) {
      BAD.put(reason, new Decoded.Bad(reason));
    }
  }

  private final EventView view;

  /** A decoder of values with the model's own names. */
  public EventDecoder() {
    view = new EventView();
  }

  /** A decoder of values whose fields are where the mapping finds them. */
  public EventDecoder(EventMapping mapping) {
    view = new EventView(mapping);
  }

  /**
   * Decodes one value. Never throws. Finds every reason except {@link Reason#FROM_THE_FUTURE},
   * which needs the record's timestamp.
   *
   * @param value the record's bytes, or null for a tombstone; must not be changed until the next
   *     call
   */
  public Decoded decode(byte[] value) {
    Optional<Reason> defect = view.read(value);
    return defect.isPresent() ? BAD.get(defect.get()) : new Decoded.Ok(view.event());
  }
}
