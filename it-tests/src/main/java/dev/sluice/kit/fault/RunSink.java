// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.fault;

import dev.sluice.kit.testbed.Launch;
import dev.sluice.kit.testbed.TestBed;
import java.io.IOException;
import java.sql.SQLException;

/** Where the rows and the ledger of one run are, seen from outside. Not thread-safe. */
interface RunSink extends AutoCloseable {

  /** The configuration of an engine that writes there. */
  Launch launch();

  /** What an engine calls it in an error. */
  String name();

  /** The run's random id (R10). */
  String runId() throws Exception;

  /** What grows with the rows: their number, or how many records the ledger has counted. */
  long rows() throws Exception;

  /** The number of records that the ledger has counted. */
  long counted() throws Exception;

  /** The fault during which the engine must hold back what it reads. */
  Fault blockade();

  /**
   * Waits until the engine has committed records here that its own progress does not include, and
   * keeps it from storing more until the result is closed.
   */
  AutoCloseable holdAfterCommit(FaultRun run) throws Exception;

  /** Whether the engine has an open transaction. */
  boolean isInTransaction() throws Exception;

  /** Whether the server is still executing a statement of an open transaction of the engine. */
  default boolean isAtWork() throws Exception {
    return false;
  }

  /** Asserts that the rows equal the oracle's, in both directions. */
  void assertEqual(TestBed.Scenario scenario) throws Exception;

  /** Whether the engine, which has ended, has left anything open here. */
  boolean isLeft() throws Exception;

  /** Closes what looks at it from outside. */
  @Override
  void close() throws IOException, SQLException;
}
