// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.ledger;

import java.util.Objects;

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
