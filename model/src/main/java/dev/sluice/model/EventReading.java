// SPDX-License-Identifier: Apache-2.0
package dev.sluice.model;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What one value became, field by field, to be shown to a person. Costs far more than an {@link
 * EventView}, which decides the same.
 *
 * @param reason why the value is not an event; empty if it is one
 * @param event the event; empty if the value is not one
 * @param fields each field of the model in its order; none if the value is not one JSON object
 */
public record EventReading(
    Optional<Reason> reason, Optional<Event> event, List<FieldReading> fields) {

  /**
   * What one field became.
   *
   * @param defect the first defect that the field has, even if the value has another one before it
   *     in the list; empty if it has none
   * @param text the text, or the number as it is written; empty if the field is absent, or if its
   *     defect comes before {@link Reason#BAD_TIME}
   */
  public record FieldReading(EventField field, Optional<Reason> defect, Optional<String> text) {}

  public EventReading {
    fields = List.copyOf(fields);
  }

  /**
   * Reads a value.
   *
   * @param value the record's bytes, or null for a tombstone
   */
  public static EventReading of(EventMapping mapping, byte[] value) {
    EventView view = new EventView(mapping);
    Optional<Reason> reason = view.read(value);
    boolean isObject = reason.isEmpty() || reason.get().compareTo(Reason.NOT_AN_OBJECT) > 0;
    return new EventReading(
        reason,
        reason.isEmpty() ? Optional.of(view.event()) : Optional.empty(),
        isObject ? Arrays.stream(EventField.values()).map(view::reading).toList() : List.of());
  }
}
