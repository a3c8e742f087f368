package dev.sluice.engine.ledger;

import dev.sluice.engine.decision.DecidedRecord;
import java.util.ArrayList;
import java.util.List;

/** What a writer knows of one partition: the records it holds, and how far it wrote by itself. */
final class PartitionBuffer {

  private static final long NONE = -1;

  private final List<DecidedRecord> pending = new ArrayList<>();
  private long bytes;
  private long last = NONE;
  private LedgerRow own;

  /** Whether a record may come next: they rise. */
  boolean isFollowedBy(long offset) {
    return offset > last;
  }

  void add(DecidedRecord decision) {
    pending.add(decision);
    bytes += bytes(decision);
    last = offset(decision);
  }

  int size() {
    return pending.size();
  }

  /** What the records' values take. */
  long bytes() {
    return bytes;
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

  /** The ledger's row as this writer itself left it; null where it did not. */
  LedgerRow own() {
    return own;
  }

  /**
   * Whether this writer itself brought the ledger there: then the reader went on from there, and
   * what it did not bring is not in the log.
   */
  boolean wrote(LedgerRow row) {
    return row.equals(own);
  }

  /** Forgets the records, which are in the ledger now. */
  void written(LedgerRow row) {
    pending.clear();
    bytes = 0;
    // Another writer that went further vouches for itself alone.
    own = row.next() == last + 1 ? row : null;
  }

  static long bytes(DecidedRecord decision) {
    byte[] value = decision.record().value();
    return value == null ? 0 : value.length;
  }

  static long offset(DecidedRecord decision) {
    return decision.record().position().offset();
  }
}
