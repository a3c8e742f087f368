// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.decision;

import dev.sluice.model.LogRecord;
import dev.sluice.model.Outcome;
import java.util.Objects;

/** A record with its outcome, as it goes from an engine's source to its one sink. */
public record DecidedRecord(LogRecord record, Outcome outcome) {
  public DecidedRecord {
    Objects.requireNonNull(record, "record");
    Objects.requireNonNull(outcome, "outcome");
  }
}
