// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spark;

import dev.sluice.engine.decision.DecidedRecord;
import dev.sluice.engine.write.DecisionSink;
import java.util.ArrayList;
import java.util.List;

/** Keeps what it gets, in memory. */
final class RecordedSink implements DecisionSink {

  final List<DecidedRecord> added = new ArrayList<>();
  int flushes;
  boolean closed;

  /** The error of the next {@link #add} or {@link #flush}; null for none. */
  RuntimeException failure;

  @Override
  public void add(DecidedRecord decision) {
    fail();
    added.add(decision);
  }

  @Override
  public void flush() {
    fail();
    flushes++;
  }

  private void fail() {
    if (failure != null) {
      throw failure;
    }
  }

  @Override
  public void release(int partition) {
    throw new AssertionError("a task has only one partition, and keeps it");
  }

  @Override
  public void close() {
    closed = true;
  }
}
