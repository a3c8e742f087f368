// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.status;

import dev.sluice.engine.ledger.LedgerRow;
import java.time.Duration;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What several looks at a ledger show that one does not: how fast it moves, and when it moved last.
 * Starts again when another run has the ledger. Not thread-safe.
 */
final class LedgerWatch {

  private static final double NANOS_PER_SECOND = 1e9;

  private String runId = "";
  private SortedMap<Integer, LedgerRow> rows = new TreeMap<>();
  private SortedMap<Integer, LedgerRow> before = new TreeMap<>();
  private long looks;
  private long now;
  private long beforeNow;

  /** When it was last seen where it was before it moved, or else the first look. */
  private long unmoved;

  /** The first look after it moved. */
  private long moved;

  private boolean hasMoved;

  /**
   * Adds a look.
   *
   * @param nanos when it was taken, on a clock that only moves forward
   */
  void look(String run, SortedMap<Integer, LedgerRow> ledger, long nanos) {
    if (!run.equals(runId)) {
      runId = run;
      looks = 0;
      hasMoved = false;
      unmoved = nanos;
    } else if (!ledger.equals(rows)) {
      unmoved = now;
      moved = nanos;
      hasMoved = true;
    }
    before = rows;
    beforeNow = now;
    rows = new TreeMap<>(ledger);
    now = nanos;
    looks++;
  }

  /** Records per second between the last two looks; null if there were not two. */
  Double rate(int partition) {
    if (looks < 2 || now == beforeNow || !rows.containsKey(partition)) {
      return null;
    }
    LedgerRow earlier = before.get(partition);
    long records =
        rows.get(partition).counts().sum() - (earlier == null ? 0 : earlier.counts().sum());
    return records * NANOS_PER_SECOND / (now - beforeNow);
  }

  /** How long ago the last move was, as far as the looks show it. */
  CommitAge lastMove(String unknown) {
    return hasMoved
        ? new CommitAge(Duration.ofNanos(now - moved), Duration.ofNanos(now - unmoved), unknown)
        : new CommitAge(Duration.ofNanos(now - unmoved), null, unknown);
  }
}
