// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.oracle;

import dev.sluice.model.LogRecord;
import dev.sluice.model.Outcome;

/** Receives every record that the oracle decides, in the order of the fold. */
@FunctionalInterface
public interface OutcomeListener {

  /** Ignores every record. */
  OutcomeListener NONE = (record, outcome) -> {};

  void decided(LogRecord record, Outcome outcome);
}
