// SPDX-License-Identifier: Apache-2.0
package dev.sluice.peer.kstreams;

import dev.sluice.engine.plan.RunPlan;
import dev.sluice.peer.UpsertBatch;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The batches: one, with a separate session, for each stream thread that has rows. */
final class ThreadBatches implements AutoCloseable {

  private final RunPlan plan;
  private final Map<Thread, UpsertBatch> opened = new ConcurrentHashMap<>();

  ThreadBatches(RunPlan plan) {
    this.plan = plan;
  }

  /** The calling thread's batch. */
  UpsertBatch current() throws SQLException {
    UpsertBatch batch = opened.get(Thread.currentThread());
    if (batch == null) {
      batch = UpsertBatch.open(plan);
      opened.put(Thread.currentThread(), batch);
    }
    return batch;
  }

  /** Writes the rows that the calling thread has gathered. */
  void flush() {
    UpsertBatch batch = opened.get(Thread.currentThread());
    if (batch != null) {
      try {
        batch.flush();
      } catch (SQLException e) {
        throw new IllegalStateException("a batch could not be written", e);
      }
    }
  }

  /** Ends every session; call it when the stream threads have ended. */
  @Override
  public void close() throws SQLException {
    SQLException failure = null;
    for (UpsertBatch batch : opened.values()) {
      try {
        batch.close();
      } catch (SQLException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
