// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.write;

import dev.sluice.engine.decision.DecidedRecord;
import dev.sluice.engine.ledger.LedgerRow;
import java.util.ArrayList;
import java.util.List;

/**
 * A writer's state of one partition: its buffered records, and the ledger row that it last wrote.
 */
final class PartitionBuffer {

  private static final long NONE = -1;

  private final List<DecidedRecord> pending = new ArrayList<>();
  private long last = NONE;
  private LedgerRow own;

  /** Whether a record may come next: offsets must rise. */
  boolean isFollowedBy(long offset) {
    return offset > last;
  }

  void add(DecidedRecord decision) {
    pending.add(decision);
    last = offset(decision);
  }

  boolean isEmpty() {
    return pending.isEmpty();
  }

  int size() {
    return pending.size();
  }

  /** The records at or above an offset; a view. */
  List<DecidedRecord> from(long next) {
    int low = 0;
    int high = pending.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (offset(pending.get(middle)) < next) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return pending.subList(low, pending.size());
  }

  /** The ledger's row as this writer last wrote it; null if another writer wrote it. */
  LedgerRow own() {
    return own;
  }

  /**
   * Whether this writer itself wrote the ledger row: then the reader continued from there, and
   * records that it did not pass on are not in the log.
   */
  boolean wrote(LedgerRow row) {
    return row.equals(own);
  }

  /** Drops the records, which are in the ledger now. */
  void written(LedgerRow row) {
    pending.clear();
    // If another writer got further, its row does not show what this reader has read.
    own = row.next() == last + 1 ? row : null;
  }

  static long offset(DecidedRecord decision) {
    return decision.record().position().offset();
  }
}
