// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kstreams;

import dev.sluice.engine.plan.RunPlan;
import dev.sluice.engine.write.DecisionSink;
import dev.sluice.engine.write.WriteBehind;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/** One ledger writer for each stream thread: a transaction covers all partitions of a thread. */
final class StreamThreadWriters implements AutoCloseable {

  private final Queue<DecisionSink> opened = new ConcurrentLinkedQueue<>();
  private final ThreadLocal<DecisionSink> ofThread;

  StreamThreadWriters(RunPlan plan) {
    this(() -> WriteBehind.open(plan));
  }

  StreamThreadWriters(Supplier<DecisionSink> open) {
    ofThread =
        ThreadLocal.withInitial(
            () -> {
              DecisionSink writer = open.get();
              opened.add(writer);
              return writer;
            });
  }

  /** The writer of the calling thread. */
  DecisionSink current() {
    return ofThread.get();
  }

  /** Closes every writer; must be called after the stream threads have ended. */
  @Override
  public void close() {
    opened.forEach(DecisionSink::close);
  }
}
