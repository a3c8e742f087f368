// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.sink;

import dev.sluice.engine.ledger.LedgerException;
import dev.sluice.engine.ledger.LedgerRow;
import java.time.Duration;
import java.util.Set;
import java.util.SortedMap;

/**
 * Writes batches to a sink. A partition's rows and its ledger's move are one commit: all of it is
 * there afterwards, or nothing (R9). The partitions of a batch are one commit together unless the
 * sink declines that ({@link SinkCapability#ONE_COMMIT}). Used by one thread. After a fault the
 * writer is usable: what it needs is opened again by the next call.
 */
public interface SinkWriter extends AutoCloseable {

  /** Where the rows go, for messages, such as {@code schema web}. */
  String target();

  /**
   * The ledger's current rows of some partitions. A partition that appeared after the run's start
   * gets its row here, at offset 0 (R15).
   *
   * @param left how long the call may take; zero or less for a last try
   * @throws LedgerException if a partition that was planned has no row any more
   */
  SortedMap<Integer, LedgerRow> take(Set<Integer> partitions, Duration left) throws SinkFault;

  /**
   * Writes a batch that is not empty if the ledger is as it assumes, in one commit with the moved
   * ledger rows. The caller repeats at once what was not done, for the rows that the result has: if
   * these do not differ from what the batch assumes, it repeats without a pause and without end. A
   * sink that does not know what differs throws instead.
   *
   * @param left how long the call may take; zero or less for a last try
   * @throws SinkFault if it is not known whether the batch was committed, or if it was not
   */
  Commit commit(Batch batch, Duration left) throws SinkFault;

  /** Closes what is open; never throws for a broken connection. */
  @Override
  void close();

  /**
   * The result of a commit that did not fail.
   *
   * @param isDone false if the ledger was not as assumed; then nothing was written
   * @param rows the ledger's rows of every partition that the batch has records of, and of no other
   *     than it assumes: as committed; or, if it is not done, as they were, and at least one of
   *     them differs from what the batch assumed
   * @param refusals for the log: what the sink refused (R13); null if nothing
   */
  record Commit(boolean isDone, SortedMap<Integer, LedgerRow> rows, String refusals) {}
}
