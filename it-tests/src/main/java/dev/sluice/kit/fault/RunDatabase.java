// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.kit.testbed.Tables;
import dev.sluice.kit.testbed.TestBed;
import dev.sluice.lab.compare.ComparedTable;
import dev.sluice.lab.compare.ComparisonResult;
import dev.sluice.lab.compare.TableComparison;
import dev.sluice.lab.engine.EngineMode;
import dev.sluice.sink.postgres.PgPipeline;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Queries on the database of one run, without the engine's proxy. They run hundreds of times per
 * second, so a connection is kept until it fails. Not thread-safe.
 */
final class RunDatabase implements AutoCloseable {

  private static final String SESSIONS = "SELECT count(*) FROM pg_stat_activity WHERE ";

  private static final String IN_TRANSACTION = " AND xact_start IS NOT NULL";

  /** A port that no session has, since a list in SQL must not be empty. */
  private static final int NO_PORT = -2;

  private final TestBed testBed;
  private final DatabaseProxy network;
  private final String schema;
  private Connection kept;

  RunDatabase(TestBed testBed, DatabaseProxy network, String schema) {
    this.testBed = testBed;
    this.network = network;
    this.schema = schema;
  }

  /** Opens a new connection; the caller closes it. */
  Connection connect() throws SQLException {
    return testBed.connect();
  }

  /** The qualified name of a table of the run. */
  String table(String name) {
    return schema + "." + name;
  }

  @FunctionalInterface
  private interface Question<T> {
    T ask(Connection connection) throws SQLException;
  }

  /**
   * Repeats the query on a new connection if the kept one fails, since the server may have been
   * killed.
   */
  private <T> T ask(Question<T> question) throws SQLException {
    if (kept != null) {
      try {
        return question.ask(kept);
      } catch (SQLException e) {
        close();
      }
    }
    kept = connect();
    return question.ask(kept);
  }

  /** The single number that a query returns. */
  long count(String sql) throws SQLException {
    return ask(
        connection -> {
          try (Statement statement = connection.createStatement();
              ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
          }
        });
  }

  /** The run's random id (R10). */
  String runId() throws SQLException {
    return ask(connection -> PgPipeline.read(connection, schema).orElseThrow().runId());
  }

  /** The number of rows in the tables of a schema now. */
  long rows(String ofSchema) throws SQLException {
    return ask(connection -> Tables.rows(connection, ofSchema));
  }

  /** The number of records that the ledger of a schema has counted. */
  long counted(String ofSchema) throws SQLException {
    return count("SELECT sum(next - first) FROM " + ofSchema + ".ledger");
  }

  /** Whether the engine has an open transaction. */
  boolean isInTransaction() throws SQLException {
    return count(SESSIONS + isSessionOfEngine() + IN_TRANSACTION) > 0;
  }

  /** Whether the server is still executing a statement of an open transaction of the engine. */
  boolean isAtWork() throws SQLException {
    return count(
            SESSIONS
                + isSessionOfEngine()
                + IN_TRANSACTION
                + " AND state = 'active' AND wait_event IS DISTINCT FROM 'ClientRead'")
        > 0;
  }

  /** Whether a session waits for a lock on a table of the run. */
  boolean isAwaited(String table) throws SQLException {
    return count(
            "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = '%s'::regclass"
                .formatted(table(table)))
        > 0;
  }

  /** Whether any session of the engine is left. */
  boolean hasSession() throws SQLException {
    return count(SESSIONS + isFrom(network.allPorts())) > 0;
  }

  /** A condition in SQL that selects the engine's sessions in {@code pg_stat_activity}. */
  String isSessionOfEngine() {
    return isFrom(network.ports());
  }

  private static String isFrom(Collection<Integer> ports) {
    return "client_port IN (%s)"
        .formatted(
            Stream.concat(Stream.of(NO_PORT), ports.stream())
                .map(String::valueOf)
                .collect(Collectors.joining(",")));
  }

  /** Asserts that the run's tables equal those of the oracle's schema, in both directions. */
  void assertEqual(String oracle, EngineMode mode) throws SQLException {
    try (Connection connection = connect()) {
      ComparisonResult result =
          TableComparison.compare(connection, oracle, schema, ComparedTable.keptBy(mode));
      assertTrue(result.isIdentical(), () -> mode.name() + " differs from the oracle: " + result);
    }
  }

  void assertNothingPrepared() throws SQLException {
    assertEquals(0, count("SELECT count(*) FROM pg_prepared_xacts"), "prepared transactions");
  }

  /** Closes the kept connection, if any; the next query opens another one. */
  @Override
  public void close() throws SQLException {
    Connection closed = kept;
    kept = null;
    if (closed != null) {
      closed.close();
    }
  }
}
