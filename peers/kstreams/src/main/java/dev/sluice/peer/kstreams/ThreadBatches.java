package dev.sluice.peer.kstreams;

import dev.sluice.engine.start.RunPlan;
import dev.sluice.peer.UpsertBatch;
import java.sql.SQLException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** One batch, with a session of its own, for each stream thread that has rows. */
final class ThreadBatches implements AutoCloseable {

  private final RunPlan plan;
  private final Queue<UpsertBatch> opened = new ConcurrentLinkedQueue<>();
  private final ThreadLocal<UpsertBatch> ofThread = new ThreadLocal<>();

  ThreadBatches(RunPlan plan) {
    this.plan = plan;
  }

  /** The calling thread's batch. */
  UpsertBatch current() throws SQLException {
    UpsertBatch batch = ofThread.get();
    if (batch == null) {
      batch = UpsertBatch.open(plan);
      opened.add(batch);
      ofThread.set(batch);
    }
    return batch;
  }

  /** Writes what the calling thread has gathered. */
  void flush() {
    UpsertBatch batch = ofThread.get();
    if (batch != null) {
      try {
        batch.flush();
      } catch (SQLException e) {
        throw new IllegalStateException("a batch could not be written", e);
      }
    }
  }

  /** Ends every session; to be called when the stream threads have ended. */
  @Override
  public void close() throws SQLException {
    SQLException failure = null;
    for (UpsertBatch batch : opened) {
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
