package dev.sluice.model;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Builds the event that a record's value is: total, strict, and in time linear in the value's size.
 * Where not every event is kept, an {@link EventView} saves building those that are not.
 *
 * <p>Not thread-safe: buffers are used again from value to value, so that a value which is no event
 * costs no allocation. Use one decoder for each thread.
 */
public final class EventDecoder {

  private static final Map<Reason, Decoded> BAD = new EnumMap<>(Reason.class);

  static {
    for (Reason reason : Reason.values()) {
      BAD.put(reason, new Decoded.Bad(reason));
    }
  }

  private final EventView view = new EventView();

  /**
   * Decodes one value. Never throws. Every reason but {@link Reason#FROM_THE_FUTURE}, for which the
   * record's timestamp is needed, is found here.
   *
   * @param value the record's bytes, or null for a tombstone; not to be changed until the next
   */
  public Decoded decode(byte[] value) {
    Optional<Reason> defect = view.read(value);
    return defect.isPresent() ? BAD.get(defect.get()) : new Decoded.Ok(view.event());
  }
}
