// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.fault;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.kit.testbed.Launch;
import dev.sluice.kit.testbed.Tables;
import dev.sluice.kit.testbed.TestBed;
import dev.sluice.lab.compare.ComparisonResult;
import dev.sluice.lab.server.EmbeddedServers;
import dev.sluice.sink.postgres.PgPipeline;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The database of one run, which the engine reaches through a proxy. The queries here, without the
 * proxy, run hundreds of times per second, so a connection is kept until it fails.
 */
final class RunDatabase implements RunSink {

  private static final String SESSIONS = "SELECT count(*) FROM pg_stat_activity WHERE ";

  private static final String IN_TRANSACTION = " AND xact_start IS NOT NULL";

  /** A port that no session has, since a list in SQL must not be empty. */
  private static final int NO_PORT = -2;

  private final TestBed testBed;
  private final DatabaseProxy network;
  private final Launch launch;
  private final String schema;
  private Connection kept;

  private RunDatabase(TestBed testBed, DatabaseProxy network, Launch launch) {
    this.testBed = testBed;
    this.network = network;
    this.launch = launch;
    this.schema = launch.schema();
  }

  /** The database, behind a new proxy, for an engine that is otherwise started like this. */
  static RunDatabase of(TestBed testBed, Launch launch) throws IOException {
    EmbeddedServers servers = (EmbeddedServers) testBed.servers();
    int port = servers.database().port();
    DatabaseProxy network = DatabaseProxy.before(port);
    return new RunDatabase(
        testBed,
        network,
        launch.with("postgres.url", servers.jdbcUrl().replace(":" + port, ":" + network.port())));
  }

  @Override
  public Launch launch() {
    return launch;
  }

  /** The network between engine and database. */
  DatabaseProxy network() {
    return network;
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
        disconnect();
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

  @Override
  public String name() {
    return "schema " + schema;
  }

  @Override
  public String runId() throws SQLException {
    return ask(connection -> PgPipeline.read(connection, schema).orElseThrow().runId());
  }

  @Override
  public long rows() throws SQLException {
    return rows(schema);
  }

  /** The number of rows in the tables of a schema now. */
  long rows(String ofSchema) throws SQLException {
    return ask(connection -> Tables.rows(connection, ofSchema));
  }

  @Override
  public long counted() throws SQLException {
    return count("SELECT sum(next - first) FROM " + table("ledger"));
  }

  @Override
  public Fault blockade() {
    return Fault.TABLE_LOCKED;
  }

  @Override
  public AutoCloseable holdAfterCommit(FaultRun run) throws Exception {
    long before = counted();
    network.holdReplyToCommit();
    try {
      run.feed();
      run.await("a COMMIT that moves the ledger", () -> isMoveHeld(before));
      return network::heal;
    } catch (Exception | AssertionError e) {
      network.heal();
      throw e;
    }
  }

  /** A writer also commits after it has only read the ledger; such a commit is released. */
  private boolean isMoveHeld(long before) throws SQLException {
    boolean isHolding = network.isHolding();
    if (isHolding && counted() == before) {
      network.holdReplyToCommit();
      return false;
    }
    return isHolding;
  }

  @Override
  public boolean isInTransaction() throws SQLException {
    return count(SESSIONS + isSessionOfEngine() + IN_TRANSACTION) > 0;
  }

  @Override
  public boolean isAtWork() throws SQLException {
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

  private boolean hasSession() throws SQLException {
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

  @Override
  public void assertEqual(TestBed.Scenario scenario) throws SQLException {
    ComparisonResult result = testBed.compareToOracle(scenario, launch);
    assertTrue(result.isIdentical(), () -> schema + " differs from the oracle: " + result);
  }

  @Override
  public boolean isLeft() throws SQLException {
    return hasSession() || count("SELECT count(*) FROM pg_prepared_xacts") > 0;
  }

  @Override
  public void close() throws IOException, SQLException {
    try (network) {
      disconnect();
    }
  }

  /** Closes the kept connection, if any; the next query opens another one. */
  private void disconnect() throws SQLException {
    Connection closed = kept;
    kept = null;
    if (closed != null) {
      closed.close();
    }
  }
}
