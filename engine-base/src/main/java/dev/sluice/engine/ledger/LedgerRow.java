// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.ledger;

import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The progress of one partition (R9).
 *
 * @param first the offset at which the run started
 * @param next the first offset that is not yet processed; {@code first} or more
 * @param counts the records from {@code first} on and below {@code next}, by outcome
 */
public record LedgerRow(int partition, long first, long next, Counts counts) {

  /** The row of a partition of which nothing was processed yet. */
  public static LedgerRow start(int partition, long offset) {
    return new LedgerRow(partition, offset, offset, Counts.NONE);
  }

  /** The {@code next} of each partition; a new map. */
  public static SortedMap<Integer, Long> next(Map<Integer, LedgerRow> ledger) {
    SortedMap<Integer, Long> next = new TreeMap<>();
    ledger.forEach((partition, row) -> next.put(partition, row.next()));
    return next;
  }

  /** Whether a commit has moved the row since the run started. */
  public boolean hasMoved() {
    return next > first;
  }

  public LedgerRow {
    Objects.requireNonNull(counts, "counts");
    if (partition < 0 || first < 0 || next < first) {
      throw new IllegalArgumentException(
          "a ledger row of partition "
              + partition
              + " cannot go from offset "
              + first
              + " to "
              + next);
    }
  }
}
