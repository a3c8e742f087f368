// SPDX-License-Identifier: Apache-2.0
package dev.sluice.peer;

import dev.sluice.engine.decision.DecidedRecord;
import dev.sluice.engine.decision.Decider;
import dev.sluice.model.Event;
import dev.sluice.model.LogRecord;
import dev.sluice.model.Outcome;
import dev.sluice.model.Position;
import java.util.Optional;

/**
 * An accepted record: a row of {@code processed_events}.
 *
 * @param position the record's position
 * @param event the record's event
 */
public record Accepted(Position position, Event event) {

  /** The row that a record becomes; empty if it is not accepted. */
  public static Optional<Accepted> of(Decider decider, LogRecord record) {
    return decider.decide(record).outcome() instanceof Outcome.Accepted accepted
        ? Optional.of(new Accepted(record.position(), accepted.event()))
        : Optional.empty();
  }

  /**
   * The row as a decision, for {@code JdbcUpsert}; of its record, a row keeps only the position.
   */
  public DecidedRecord decision() {
    return new DecidedRecord(new LogRecord(position, 0, null), new Outcome.Accepted(event));
  }
}
