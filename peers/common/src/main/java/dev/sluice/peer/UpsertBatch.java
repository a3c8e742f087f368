// SPDX-License-Identifier: Apache-2.0
package dev.sluice.peer;

import dev.sluice.engine.decision.AcceptedRecord;
import dev.sluice.engine.plan.RunPlan;
import dev.sluice.sink.postgres.JdbcUpsert;
import dev.sluice.sink.postgres.PgSettings;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.TreeMap;
import java.util.function.BinaryOperator;

/**
 * Gathers rows into one JDBC batch and one transaction, which the driver rewrites to INSERTs of
 * many rows. Such an INSERT refuses two rows with the same identity, and two writers that lock
 * identities in different orders deadlock: so a batch holds one row per identity, in order. Not
 * thread-safe.
 */
public final class UpsertBatch implements AutoCloseable {

  private static final BinaryOperator<AcceptedRecord> LOWEST =
      BinaryOperator.minBy(
          Comparator.comparingInt((AcceptedRecord row) -> row.position().partition())
              .thenComparingLong(row -> row.position().offset()));

  private final Connection connection;
  private final PreparedStatement statement;
  private final JdbcUpsert upsert;
  private final String topic;
  private final int size;
  private final TreeMap<String, AcceptedRecord> rows = new TreeMap<>();

  private UpsertBatch(
      Connection connection, PreparedStatement statement, JdbcUpsert upsert, RunPlan plan) {
    this.connection = connection;
    this.statement = statement;
    this.upsert = upsert;
    this.topic = plan.topic();
    this.size = plan.config().batch().records();
  }

  /** Opens a session with the batch size of the plan's configuration. */
  public static UpsertBatch open(RunPlan plan) throws SQLException {
    Connection connection = PeerDatabase.connect(PgSettings.of(plan.config()), true);
    try {
      connection.setAutoCommit(false);
      JdbcUpsert upsert =
          JdbcUpsert.processedEvents(PgSettings.of(plan.config()).schema(), plan.topic());
      return new UpsertBatch(connection, connection.prepareStatement(upsert.sql()), upsert, plan);
    } catch (SQLException | RuntimeException e) {
      try (connection) {
        throw e;
      }
    }
  }

  /** Adds a row, and writes the batch if it is full. */
  public void add(AcceptedRecord row) throws SQLException {
    rows.merge(row.event().identity(topic, row.position()), row, LOWEST);
    if (rows.size() >= size) {
      flush();
    }
  }

  /** Writes the gathered rows, and commits. */
  public void flush() throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    for (AcceptedRecord row : rows.values()) {
      upsert.bind(statement, row.decision());
      statement.addBatch();
    }
    statement.executeBatch();
    connection.commit();
    rows.clear();
  }

  /** Drops the rows that were not written, and ends the session. */
  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
