// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.write;

import dev.sluice.engine.ledger.Counts;
import dev.sluice.engine.ledger.LedgerRow;
import dev.sluice.engine.sink.Batch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * Reports each commit of a writer once, also one whose reply was lost: the ledger's row then shows
 * whether it took place. Another writer that brought exactly the same records would be mistaken for
 * this one, which matters to no table. Not thread-safe.
 */
final class CommitTally {

  /** A commit of one partition whose outcome is unknown. */
  private record Attempt(LedgerRow before, LedgerRow after) {
    Counts counts() {
      return after.counts().minus(before.counts());
    }
  }

  private final WriteListener listener;
  private final Map<Integer, List<Attempt>> unknown = new HashMap<>();

  CommitTally(WriteListener listener) {
    this.listener = listener;
  }

  /** A commit of a batch succeeded, with these rows of the ledger. */
  void done(Batch batch, SortedMap<Integer, LedgerRow> rows) {
    if (listener == WriteListener.NONE) {
      return;
    }
    Counts counts = Counts.NONE;
    for (LedgerRow row : batch.moved()) {
      int partition = row.partition();
      unknown.remove(partition);
      LedgerRow before = batch.assumed().get(partition);
      counts = counts.plus(new Attempt(before, rows.get(partition)).counts());
    }
    report(counts);
  }

  /** A commit of a batch failed, perhaps only in its reply. */
  void unknown(Batch batch) {
    if (listener == WriteListener.NONE) {
      return;
    }
    for (LedgerRow row : batch.moved()) {
      int partition = row.partition();
      unknown
          .computeIfAbsent(partition, first -> new ArrayList<>())
          .add(new Attempt(batch.assumed().get(partition), row));
    }
  }

  /**
   * The ledger has these rows now. A row that has moved settles what was unknown of its partition;
   * one that has not may still be moved by a commit that is under way.
   */
  void seen(SortedMap<Integer, LedgerRow> rows) {
    if (unknown.isEmpty()) {
      return;
    }
    Counts counts = Counts.NONE;
    for (LedgerRow row : rows.values()) {
      List<Attempt> attempts = unknown.get(row.partition());
      if (attempts == null || attempts.get(0).before().equals(row)) {
        continue;
      }
      unknown.remove(row.partition());
      for (Attempt attempt : attempts) {
        if (attempt.after().equals(row)) {
          counts = counts.plus(attempt.counts());
          break;
        }
      }
    }
    report(counts);
  }

  private void report(Counts counts) {
    if (!counts.equals(Counts.NONE)) {
      listener.committed(counts);
    }
  }
}
