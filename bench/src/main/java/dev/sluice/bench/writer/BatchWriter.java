// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.writer;

import dev.sluice.engine.decision.DecidedRecord;
import dev.sluice.sink.postgres.JdbcUpsert;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/** Writes with an upsert of one row, batched by the driver, as most sinks do. */
final class BatchWriter implements RowWriter {

  private final Connection connection;
  private final JdbcUpsert upsert;
  private final PreparedStatement statement;

  /**
   * Prepares the statement.
   *
   * @param rewriting whether the driver may merge several statements into one
   */
  BatchWriter(WriterTarget target, boolean rewriting) throws SQLException {
    this.connection = target.session(rewriting);
    this.upsert = JdbcUpsert.processedEvents(target.schema(), WriterTarget.TOPIC);
    this.statement = connection.prepareStatement(upsert.sql());
  }

  @Override
  public void write(List<DecidedRecord> batch) throws SQLException {
    for (DecidedRecord decision : batch) {
      upsert.bind(statement, decision);
      statement.addBatch();
    }
    statement.executeBatch();
    connection.commit();
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
