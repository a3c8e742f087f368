// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kstreams;

import dev.sluice.engine.ledger.WriteBehind;
import dev.sluice.engine.plan.RunPlan;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** One ledger writer for each stream thread: a transaction covers all partitions of a thread. */
final class StreamThreadWriters implements AutoCloseable {

  private final Queue<WriteBehind> opened = new ConcurrentLinkedQueue<>();
  private final ThreadLocal<WriteBehind> ofThread;

  StreamThreadWriters(RunPlan plan) {
    ofThread =
        ThreadLocal.withInitial(
            () -> {
              WriteBehind writer = WriteBehind.open(plan);
              opened.add(writer);
              return writer;
            });
  }

  /** The writer of the calling thread. */
  WriteBehind current() {
    return ofThread.get();
  }

  /** Closes every writer; must be called after the stream threads have ended. */
  @Override
  public void close() {
    opened.forEach(WriteBehind::close);
  }
}
