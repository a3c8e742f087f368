// SPDX-License-Identifier: Apache-2.0
package dev.sluice.peer.kstreams;

import dev.sluice.engine.decision.AcceptedRecord;
import dev.sluice.engine.plan.RunPlan;
import dev.sluice.peer.PeerDatabase;
import dev.sluice.sink.postgres.JdbcUpsert;
import dev.sluice.sink.postgres.PgSettings;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/**
 * Writes each record with one statement, and so in one transaction: no offset is committed before
 * its row.
 */
final class UpsertProcessor extends DecidingProcessor<Void, Void> {

  private final RunPlan plan;
  private final JdbcUpsert upsert;
  private Connection connection;
  private PreparedStatement statement;

  UpsertProcessor(RunPlan plan) {
    super(plan);
    this.plan = plan;
    this.upsert = JdbcUpsert.processedEvents(PgSettings.of(plan.config()).schema(), plan.topic());
  }

  @Override
  public void init(ProcessorContext<Void, Void> context) {
    super.init(context);
    try {
      connection = PeerDatabase.connect(PgSettings.of(plan.config()), false);
      statement = connection.prepareStatement(upsert.sql());
    } catch (SQLException e) {
      throw new IllegalStateException("the database session could not be opened", e);
    }
  }

  @Override
  void write(AcceptedRecord row) throws SQLException {
    upsert.bind(statement, row.decision());
    statement.executeUpdate();
  }

  @Override
  public void close() {
    try {
      if (connection != null) {
        connection.close();
      }
    } catch (SQLException e) {
      throw new IllegalStateException("the database session could not be closed", e);
    }
  }
}
