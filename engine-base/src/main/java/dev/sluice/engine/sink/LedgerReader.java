// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.sink;

import dev.sluice.engine.ledger.LedgerRow;
import java.util.SortedMap;

/**
 * Reads the ledger again and again, as for a report of progress, and disturbs no writer. Used by
 * one thread. After a fault it is usable.
 */
public interface LedgerReader extends AutoCloseable {

  /** The ledger's committed rows, by partition. */
  SortedMap<Integer, LedgerRow> rows() throws SinkFault;

  /**
   * How long ago a commit moved one of these rows last, by a clock of the sink or of its writers.
   * Without meaning if none has moved.
   */
  default LastCommit lastCommit() throws SinkFault {
    return LastCommit.unknown("this type of sink keeps no times of commits");
  }

  /** Closes what is open; never throws for a broken connection. */
  @Override
  void close();
}
