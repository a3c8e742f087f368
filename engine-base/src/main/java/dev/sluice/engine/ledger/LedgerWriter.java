package dev.sluice.engine.ledger;

import dev.sluice.engine.decision.Decision;
import dev.sluice.engine.start.RunPlan;

/**
 * The one sink: gathers decided records and writes rows, late events, dead letters and the ledger
 * in one transaction (R9). One writer belongs to one thread of an engine; it is not thread-safe.
 * Within a partition records must come in offset order.
 */
public final class LedgerWriter implements AutoCloseable {

  /** Opens a writer for a run; connects at the first flush. */
  public static LedgerWriter open(RunPlan plan) {
    return new LedgerWriter();
  }

  /** Buffers one record, filtered ones too; flushes when the batch is full. */
  public void add(Decision decision) {
    throw new UnsupportedOperationException();
  }

  /** Whether the oldest buffered record has waited for the linger time. */
  public boolean isDue() {
    return false;
  }

  /**
   * Writes everything buffered; when it returns, all of it is committed.
   *
   * @throws GapException where a partition's records do not join the ledger (R9)
   * @throws LedgerException where the database could not be written within the retry deadline, or
   *     refuses for a reason that retrying does not mend
   */
  public void flush() {
    throw new UnsupportedOperationException();
  }

  /**
   * Forgets a partition that now belongs to another writer: drops its buffered records, and takes
   * the next record of it as a first one again. Does nothing for a partition never seen.
   */
  public void release(int partition) {
    throw new UnsupportedOperationException();
  }

  /** Drops what is buffered, and closes the connection; never throws for a broken connection. */
  @Override
  public void close() {}
}
