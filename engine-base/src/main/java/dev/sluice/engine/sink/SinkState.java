// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.sink;

import dev.sluice.engine.ledger.LedgerRow;
import dev.sluice.engine.ledger.Pipeline;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a sink holds of a run, at one moment.
 *
 * @param pipeline empty if no pipeline has started there yet
 * @param ledger by partition; empty before the first start
 */
public record SinkState(Optional<Pipeline> pipeline, SortedMap<Integer, LedgerRow> ledger) {

  public SinkState {
    ledger = new TreeMap<>(ledger);
  }

  /** The ledger's {@code next} by partition; a copy. */
  public SortedMap<Integer, Long> next() {
    return LedgerRow.next(ledger);
  }
}
