package dev.sluice.kstreams;

import dev.sluice.engine.ledger.LedgerWriter;
import dev.sluice.engine.start.RunPlan;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** One ledger writer for each stream thread: a transaction carries all partitions of a thread. */
final class StreamThreadWriters implements AutoCloseable {

  private final Queue<LedgerWriter> opened = new ConcurrentLinkedQueue<>();
  private final ThreadLocal<LedgerWriter> ofThread;

  StreamThreadWriters(RunPlan plan) {
    ofThread =
        ThreadLocal.withInitial(
            () -> {
              LedgerWriter writer = LedgerWriter.open(plan);
              opened.add(writer);
              return writer;
            });
  }

  /** The writer of the calling thread. */
  LedgerWriter current() {
    return ofThread.get();
  }

  /** Closes every writer; call it when the stream threads have ended. */
  @Override
  public void close() {
    opened.forEach(LedgerWriter::close);
  }
}
