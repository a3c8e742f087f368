// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.decision;

import dev.sluice.model.Event;
import dev.sluice.model.LogRecord;
import dev.sluice.model.Outcome;
import dev.sluice.model.Position;
import java.util.Objects;
import java.util.Optional;

/**
 * What is left of an accepted record in an engine that writes rows without the ledger, and may pass
 * them from one task to another: a row of {@code processed_events}. It is public and has only
 * public types, so that an engine can serialize it field by field.
 *
 * @param position the record's position in the topic
 * @param event the record's event
 */
public record AcceptedRecord(Position position, Event event) {
  public AcceptedRecord {
    Objects.requireNonNull(position, "position");
    Objects.requireNonNull(event, "event");
  }

  /** The row that a record becomes; empty if it was not accepted. */
  public static Optional<AcceptedRecord> of(DecidedRecord decision) {
    return decision.outcome() instanceof Outcome.Accepted accepted
        ? Optional.of(new AcceptedRecord(decision.record().position(), accepted.event()))
        : Optional.empty();
  }

  /** The row as a decision, whose record has lost its timestamp and value: a row has neither. */
  public DecidedRecord decision() {
    return new DecidedRecord(new LogRecord(position, 0, null), new Outcome.Accepted(event));
  }
}
