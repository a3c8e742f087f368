// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.latency;

import dev.sluice.engine.sink.SinkFault;
import java.sql.SQLException;

/** What a live run has written so far, seen from outside. */
interface LiveRows extends AutoCloseable {

  /** How many records the ledger has counted. */
  long counted() throws SQLException, SinkFault;

  /**
   * The latencies of the rows whose events were due in a time span; all of them are written.
   *
   * @param fromMicros since the epoch, inclusive
   * @param toMicros since the epoch, exclusive
   */
  Latencies latencies(long fromMicros, long toMicros) throws SQLException, InterruptedException;

  @Override
  void close();
}
