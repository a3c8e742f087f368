// SPDX-License-Identifier: Apache-2.0
package dev.sluice.flink.jdbc;

import dev.sluice.sink.postgres.SqlFaults;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.apache.flink.connector.jdbc.JdbcConnectionOptions;
import org.apache.flink.connector.jdbc.datasource.connections.SimpleJdbcConnectionProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for an unreachable database: the only retry of connections in {@code flink-jdbc} (R13),
 * since the connector gives up at the first refused connection.
 */
@SuppressWarnings("try") // the connector declares that close may be interrupted
final class PatientConnection extends SimpleJdbcConnectionProvider {

  private static final long serialVersionUID = 1L;

  private static final Logger LOG = LoggerFactory.getLogger(PatientConnection.class);
  private static final Duration BETWEEN_TRIES = Duration.ofMillis(500);

  private final long deadlineMillis;

  PatientConnection(JdbcConnectionOptions options, long deadlineMillis) {
    super(options);
    this.deadlineMillis = deadlineMillis;
  }

  @Override
  public Connection getOrEstablishConnection() throws SQLException, ClassNotFoundException {
    long begun = System.nanoTime();
    while (true) {
      try {
        return super.getOrEstablishConnection();
      } catch (SQLException e) {
        long waitedMillis = Duration.ofNanos(System.nanoTime() - begun).toMillis();
        if (!SqlFaults.isTransient(e) || waitedMillis >= deadlineMillis) {
          throw e;
        }
        LOG.warn("the database is unreachable; retrying: {}", e.getMessage());
        pause(e);
      }
    }
  }

  private static void pause(SQLException fault) throws SQLException {
    try {
      Thread.sleep(BETWEEN_TRIES.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      fault.addSuppressed(e);
      throw fault;
    }
  }
}
