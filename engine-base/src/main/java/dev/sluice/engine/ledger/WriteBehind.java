package dev.sluice.engine.ledger;

import dev.sluice.engine.decision.DecidedRecord;
import dev.sluice.engine.start.RunPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * A {@link LedgerWriter} on a thread of its own: while that one waits for the database, the
 * engine's thread reads and decides what comes next. At most one batch is being written and one
 * gathered; an engine that is faster than the database waits in {@link #add}. A batch is written
 * when it is full, when its oldest record has lingered, or when a flush asks for it; so an engine
 * needs no timer of its own.
 *
 * <p>Nothing about what is written changes, nor in which order: one thread hands records over, one
 * writes them. Before an engine notes its own progress anywhere, it must {@link #flush}.
 *
 * <p>A write that failed is thrown by the next call, whichever that is, and by all others after it;
 * what is gathered is then never written. The ledger has the next run read it again.
 *
 * <p>Records may be added by one thread at a time; {@link #close} may be called by another.
 */
public final class WriteBehind implements AutoCloseable {

  /** Takes gathered batches. The worker's alone, but for a release while it rests. */
  private final LedgerWriter ledger;

  private final String topic;
  private final int batchRecords;
  private final long lingerNanos;
  private final Thread worker;

  private final ReentrantLock lock = new ReentrantLock();

  /** What the worker waits for. */
  private final Condition wanted = lock.newCondition();

  /** What the engine's thread waits for. */
  private final Condition settled = lock.newCondition();

  private List<DecidedRecord> gathered = new ArrayList<>();
  private long bytes;
  private long oldestNanos;
  private boolean isFlushAsked;
  private boolean isWriting;
  private boolean isClosed;
  private Throwable failure;

  private WriteBehind(RunPlan plan, LedgerWriter ledger) {
    this.ledger = ledger;
    this.topic = plan.topic();
    this.batchRecords = plan.config().batch().records();
    this.lingerNanos = TimeUnit.MILLISECONDS.toNanos(plan.config().batch().lingerMillis());
    this.worker = new Thread(this::work, "sluice-ledger-writer");
    worker.setDaemon(true);
  }

  /** Opens a writer for a run; connects when there is something to write. */
  public static WriteBehind open(RunPlan plan) {
    return open(plan, LedgerWriter.open(plan));
  }

  static WriteBehind open(RunPlan plan, LedgerWriter ledger) {
    WriteBehind writer = new WriteBehind(plan, ledger);
    writer.worker.start();
    return writer;
  }

  /**
   * Takes one record, filtered ones too; waits while a batch is full and the one before it is still
   * being written.
   *
   * @throws GapException where an earlier batch did not join the ledger (R9)
   * @throws LedgerException where an earlier batch could not be written, or where the thread is
   *     interrupted while it waits
   */
  public void add(DecidedRecord decision) {
    lock.lock();
    try {
      awaitWhile(this::isFull);
      DecidedEvent.at(ledger.id(), decision.record().position());
      gathered.add(decision);
      bytes += PartitionBuffer.bytes(decision);
      if (gathered.size() == 1) {
        oldestNanos = System.nanoTime();
        wanted.signal();
      } else if (isFull()) {
        wanted.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Writes all that was added; when it returns, all of it is committed.
   *
   * @throws GapException where records do not join the ledger (R9)
   * @throws LedgerException where the database could not be written within the retry deadline, or
   *     refuses for a reason that retrying does not mend, or where the thread is interrupted
   */
  public void flush() {
    lock.lock();
    try {
      isFlushAsked = !gathered.isEmpty();
      wanted.signal();
      awaitWhile(() -> isWriting || !gathered.isEmpty());
    } finally {
      lock.unlock();
    }
  }

  /**
   * Forgets a partition that now belongs to another writer: drops those of its records that are not
   * being written by now, and takes the next record of it as a first one again. Does nothing for a
   * partition never seen, or where a write failed.
   */
  public void release(int partition) {
    lock.lock();
    try {
      gathered.removeIf(decision -> decision.record().position().partition() == partition);
      bytes = gathered.stream().mapToLong(PartitionBuffer::bytes).sum();
      if (failure == null && !isClosed) {
        awaitWhile(() -> isWriting);
        ledger.release(partition);
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Drops what is gathered, and ends a write that the database keeps waiting; one that is under way
   * comes to its end, either way. Never throws for a broken connection.
   */
  @Override
  public void close() {
    lock.lock();
    try {
      isClosed = true;
      gathered.clear();
      bytes = 0;
      wanted.signal();
      settled.signalAll();
    } finally {
      lock.unlock();
    }
    // Ends the pause between two tries. A read is bounded by its timeout, and by the watchdog.
    worker.interrupt();
    join();
  }

  /** An engine that cancels a task may have interrupted this thread; it must wait all the same. */
  private void join() {
    boolean interrupted = false;
    while (worker.isAlive()) {
      try {
        worker.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void work() {
    try (ledger) {
      for (List<DecidedRecord> batch = next(); batch != null; batch = next()) {
        FlushEvent event = FlushEvent.begun(ledger.id());
        batch.forEach(ledger::buffer);
        ledger.flush(event);
        settle(null);
      }
    } catch (RuntimeException | Error e) {
      settle(e);
    }
  }

  /** The next batch, as soon as there is one to write; null at the end. */
  private List<DecidedRecord> next() {
    lock.lock();
    try {
      while (!isClosed && !isDue()) {
        if (gathered.isEmpty()) {
          wanted.await();
        } else {
          var unused = wanted.awaitNanos(lingerNanos - (System.nanoTime() - oldestNanos));
        }
      }
      if (isClosed) {
        return null;
      }
      List<DecidedRecord> batch = gathered;
      gathered = new ArrayList<>(batch.size());
      bytes = 0;
      isFlushAsked = false;
      isWriting = true;
      settled.signalAll();
      return batch;
    } catch (InterruptedException e) {
      // Only a close interrupts, and it has said so before.
      return null;
    } finally {
      lock.unlock();
    }
  }

  private void settle(Throwable failed) {
    lock.lock();
    try {
      isWriting = false;
      failure = failed;
      settled.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private boolean isDue() {
    return !gathered.isEmpty()
        && (isFlushAsked || isFull() || System.nanoTime() - oldestNanos >= lingerNanos);
  }

  private boolean isFull() {
    return gathered.size() >= batchRecords || bytes >= LedgerWriter.BATCH_BYTES;
  }

  /** Waits as long as something holds, and throws what went wrong, before or meanwhile. */
  private void awaitWhile(BooleanSupplier condition) {
    check();
    while (condition.getAsBoolean()) {
      try {
        settled.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new LedgerException("interrupted while " + topic + " was being written", e);
      }
      check();
    }
  }

  private void check() {
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure != null) {
      throw (RuntimeException) failure;
    }
    if (isClosed) {
      throw new IllegalStateException("the writer of " + topic + " is closed");
    }
  }
}
