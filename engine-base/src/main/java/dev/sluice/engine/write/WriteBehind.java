// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.write;

import dev.sluice.engine.decision.DecidedRecord;
import dev.sluice.engine.ledger.GapException;
import dev.sluice.engine.ledger.LedgerException;
import dev.sluice.engine.plan.RunPlan;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * Runs a {@link LedgerWriter} on a separate thread: while that thread waits for the sink, the
 * engine's thread reads and decides further records. At most one batch is being written and one
 * gathered; an engine that is faster than the sink waits in {@link #add}. A batch is written when
 * it is full, when its oldest record has waited for the linger time, or on a flush; so an engine
 * needs no timer.
 *
 * <p>What is written, and in which order, does not change: one thread passes records on, one writes
 * them. Before an engine stores its own progress anywhere, it must {@link #flush}.
 *
 * <p>The failure of a write is thrown by the next call of any method, and by all later calls; the
 * gathered records are then never written. The next run reads them again, from the ledger on.
 *
 * <p>Records may be added by one thread at a time; {@link #close} may be called by another.
 */
public final class WriteBehind implements DecisionSink {

  private static final AtomicInteger OPENED = new AtomicInteger();

  /** The writer's number within this JVM, for flight recordings. */
  private final int id = OPENED.incrementAndGet();

  /**
   * Writes the gathered batches. Used only by the worker, except for a release while it is idle.
   */
  private final LedgerWriter ledger;

  private final String topic;
  private final Gathered gathered;
  private final Thread worker;

  private final ReentrantLock lock = new ReentrantLock();

  /** Signals the worker. */
  private final Condition wanted = lock.newCondition();

  /** Signals the engine's thread. */
  private final Condition settled = lock.newCondition();

  private boolean isFlushAsked;
  private boolean isWriting;
  private boolean isClosed;
  private Throwable failure;

  private WriteBehind(RunPlan plan, LedgerWriter ledger) {
    this.ledger = ledger;
    this.topic = plan.topic();
    this.gathered = new Gathered(plan.config().batch(), System::nanoTime);
    this.worker = new Thread(this::work, "sluice-ledger-writer");
    worker.setDaemon(true);
  }

  /** Opens a writer for a run; connects when there is something to write. */
  public static WriteBehind open(RunPlan plan) {
    return open(plan, WriteListener.NONE);
  }

  /**
   * Opens a writer for a run that also calls a listener of the engine, such as one that passes
   * numbers to the engine's own metrics.
   */
  public static WriteBehind open(RunPlan plan, WriteListener listener) {
    return open(plan, LedgerWriter.open(plan, listener));
  }

  /**
   * Opens a writer for a run.
   *
   * @param ledger closed with this writer, and used by nothing else
   */
  public static WriteBehind open(RunPlan plan, LedgerWriter ledger) {
    WriteBehind writer = new WriteBehind(plan, ledger);
    writer.worker.start();
    return writer;
  }

  /**
   * Adds one record, filtered ones too; waits while the batch is full and the one before it is
   * still being written.
   *
   * @throws GapException if an earlier batch did not continue from the ledger (R9)
   * @throws LedgerException if an earlier batch could not be written, or if the thread is
   *     interrupted while it waits
   */
  @Override
  public void add(DecidedRecord decision) {
    lock.lock();
    try {
      awaitWhile(gathered::isFull);
      DecidedEvent.at(id, decision.record().position());
      boolean isFirst = gathered.isEmpty();
      gathered.add(decision);
      if (isFirst || gathered.isFull()) {
        wanted.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Writes all that was added; when it returns, all of it is committed.
   *
   * @throws GapException if records do not continue from the ledger (R9)
   * @throws LedgerException if the sink could not be written until the retry deadline, or refuses
   *     for a reason that retrying does not fix, or if the thread is interrupted
   */
  @Override
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
   * Throws the failure of an earlier write, if there was one; never waits. An engine that has
   * nothing to add or flush, since its topic is idle, calls this from time to time.
   *
   * @throws GapException if an earlier batch did not continue from the ledger (R9)
   * @throws LedgerException if an earlier batch could not be written
   */
  public void check() {
    lock.lock();
    try {
      throwFailure();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Forgets a partition that now belongs to another writer: drops its records that are not yet
   * being written, and treats its next record as the first. Does nothing for an unknown partition,
   * or if a write failed.
   */
  @Override
  public void release(int partition) {
    lock.lock();
    try {
      gathered.drop(partition);
      if (failure == null && !isClosed) {
        awaitWhile(() -> isWriting);
        ledger.release(partition);
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Drops the gathered records. Ends a write that waits for its next try; one that is in progress
   * ends, with or without success. Never throws for a broken connection.
   */
  @Override
  public void close() {
    lock.lock();
    try {
      isClosed = true;
      gathered.take();
      wanted.signal();
      settled.signalAll();
    } finally {
      lock.unlock();
    }
    // Ends the pause between two tries. A read is bounded by its timeout, and by the watchdog.
    worker.interrupt();
    join();
  }

  /**
   * Waits for the worker, even if the engine interrupts this thread, as it may to cancel a task.
   */
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
        FlushEvent event = FlushEvent.begun(id);
        batch.forEach(ledger::add);
        ledger.flush();
        event.end(batch.size());
        settle(null);
      }
    } catch (RuntimeException | Error e) {
      settle(e);
    }
  }

  /** Waits for the next batch that is due; null at the end. */
  private List<DecidedRecord> next() {
    lock.lock();
    try {
      while (!isClosed && !isDue()) {
        if (gathered.isEmpty()) {
          wanted.await();
        } else {
          var unused = wanted.awaitNanos(gathered.nanosLeft());
        }
      }
      if (isClosed) {
        return null;
      }
      List<DecidedRecord> batch = gathered.take();
      isFlushAsked = false;
      isWriting = true;
      settled.signalAll();
      return batch;
    } catch (InterruptedException e) {
      // Only close interrupts, and it has set isClosed before.
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
    return gathered.isDue() || (isFlushAsked && !gathered.isEmpty());
  }

  /**
   * Waits as long as the condition is true; throws the failure of a write, before or during the
   * wait.
   */
  private void awaitWhile(BooleanSupplier condition) {
    throwFailure();
    while (condition.getAsBoolean()) {
      try {
        settled.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new LedgerException("interrupted while " + topic + " was being written", e);
      }
      throwFailure();
    }
  }

  private void throwFailure() {
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
