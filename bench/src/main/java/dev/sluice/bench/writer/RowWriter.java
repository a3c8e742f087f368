// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.writer;

import dev.sluice.engine.decision.DecidedRecord;
import java.sql.SQLException;
import java.util.List;

/** A way to write rows, on one connection. Not thread-safe. */
interface RowWriter extends AutoCloseable {

  /** Writes accepted decisions in one transaction, which is committed when this returns. */
  void write(List<DecidedRecord> batch) throws SQLException;

  @Override
  void close() throws SQLException;
}
