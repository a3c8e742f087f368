// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.start;

import dev.sluice.engine.ledger.PipelineRow;
import java.sql.SQLException;
import java.util.Map;
import java.util.SortedMap;

/** A run's tables within one transaction, as far as a start needs them. */
interface RunTables {

  /** Inserts the row if there is none, and returns the current one. */
  PipelineRow insertIfAbsent(PipelineRow row) throws SQLException;

  /** The ledger's {@code next} by partition. */
  SortedMap<Integer, Long> next() throws SQLException;

  /** Inserts ledger rows with the given start offsets, where there are none. */
  void insertMissing(Map<Integer, Long> starts) throws SQLException;

  /** Work to do in one transaction; may be repeated after a fault. */
  @FunctionalInterface
  interface Work<T> {
    T in(RunTables tables) throws SQLException;
  }

  /** Where transactions come from: Postgres, or a map in a test. */
  interface Database {

    /**
     * Does the work in one transaction, and commits; retries transient faults until the deadline.
     *
     * @throws dev.sluice.engine.config.ConfigException if there are no tables, or no privileges
     * @throws StartException if the database is unreachable until the deadline
     */
    <T> T transaction(Work<T> work);
  }
}
