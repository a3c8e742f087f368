package dev.sluice.engine.ledger;

import java.util.Objects;

/**
 * What was done of one partition (R9).
 *
 * @param first the offset that the run began at
 * @param next the first offset that is not done; {@code first} or more
 * @param counts the records from {@code first} on and below {@code next}, by outcome
 */
public record LedgerRow(int partition, long first, long next, Counts counts) {

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
