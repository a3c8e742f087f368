// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.status;

import dev.sluice.engine.ledger.Counts;
import dev.sluice.engine.ledger.LedgerRow;

/**
 * How far one partition is.
 *
 * @param row the ledger's row; null for a partition that appeared after the last start
 * @param earliest the first offset that the log still has
 * @param end the log's last stable offset, or the ledger's {@code next} if that has passed it since
 * @param lag how many offsets there are from the first record that is not done to the end: at most
 *     so many records, since markers of transactions and compaction take offsets too; zero only if
 *     no record is left
 * @param rate records per second since the look before; null after the first look
 */
public record PartitionStatus(
    int partition, LedgerRow row, long earliest, long end, long lag, Double rate) {

  /** The records that are done, by outcome. */
  public Counts counts() {
    return row == null ? Counts.NONE : row.counts();
  }

  /** The offset from which records are not done: where an engine continues (R15). */
  public long next() {
    return row == null ? 0 : row.next();
  }

  /** Whether the log no longer has the record that is next, so that an engine fails (R9). */
  public boolean isGone() {
    return next() < earliest;
  }

  /** Whether a commit has moved the ledger's row. */
  public boolean isMoved() {
    return row != null && row.hasMoved();
  }
}
