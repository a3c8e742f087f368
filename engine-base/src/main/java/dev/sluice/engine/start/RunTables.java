package dev.sluice.engine.start;

import dev.sluice.engine.ledger.PipelineRow;
import java.sql.SQLException;
import java.util.Map;
import java.util.SortedMap;

/** A run's tables within one transaction: as much of them as a start needs. */
interface RunTables {

  /** Inserts the row where there is none, and gives the one that then stands. */
  PipelineRow insertIfAbsent(PipelineRow row) throws SQLException;

  /** The ledger's {@code next} by partition. */
  SortedMap<Integer, Long> next() throws SQLException;

  /** Inserts ledger rows that begin at the given offsets, where there are none. */
  void insertMissing(Map<Integer, Long> starts) throws SQLException;

  /** Work to do in one transaction; may be done again after a fault. */
  @FunctionalInterface
  interface Work<T> {
    T in(RunTables tables) throws SQLException;
  }

  /** Where transactions come from: Postgres, or a map in a test. */
  interface Database {

    /**
     * Does the work in one transaction, and commits; retries transient faults until the deadline.
     *
     * @throws dev.sluice.engine.config.ConfigException where there are no tables, or no rights
     * @throws StartException where the database cannot be used in time
     */
    <T> T transaction(Work<T> work);
  }
}
