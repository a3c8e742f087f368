// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.write;

import dev.sluice.engine.ledger.Counts;
import java.time.Duration;

/**
 * Receives what the writers of a run did, for metrics: once per commit, flush or retry, never per
 * record. Called by each writer's own thread, so it must be thread-safe. It must not block, and
 * must not throw: an exception would fail the run.
 */
public interface WriteListener {

  /** Ignores everything. */
  WriteListener NONE = new WriteListener() {};

  /**
   * A writer has committed records.
   *
   * @param counts what the commit added to the ledger's counts; never empty
   */
  default void committed(Counts counts) {}

  /**
   * All records of a batch are in the ledger.
   *
   * @param records the records of the batch, also those that the ledger had already
   * @param took from the start of the flush to the reply to its last commit, including waits for an
   *     unreachable sink
   */
  default void flushed(int records, Duration took) {}

  /** A writer tries again after a fault of the infrastructure (R13). */
  default void retrying() {}

  /** Calls one, then the other. */
  static WriteListener both(WriteListener one, WriteListener other) {
    if (one == NONE || other == NONE) {
      return one == NONE ? other : one;
    }
    return new WriteListener() {
      @Override
      public void committed(Counts counts) {
        one.committed(counts);
        other.committed(counts);
      }

      @Override
      public void flushed(int records, Duration took) {
        one.flushed(records, took);
        other.flushed(records, took);
      }

      @Override
      public void retrying() {
        one.retrying();
        other.retrying();
      }
    };
  }
}
