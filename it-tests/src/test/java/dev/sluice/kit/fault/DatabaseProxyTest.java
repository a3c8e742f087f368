// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.lab.server.EmbeddedDatabase;
import dev.sluice.lab.server.LabRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests the faults of the proxy, with a real database. */
class DatabaseProxyTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration HELD = Duration.ofMillis(200);

  private static LabRun run;
  private static EmbeddedDatabase database;

  private DatabaseProxy proxy;

  @BeforeAll
  static void startDatabase() throws IOException {
    run = LabRun.open(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
    database = run.own(EmbeddedDatabase.start(run.directory()));
  }

  @AfterAll
  static void stopDatabase() throws IOException {
    run.close();
  }

  @BeforeEach
  void begin() throws Exception {
    proxy = DatabaseProxy.before(database.port());
    execute(past(), "DROP TABLE IF EXISTS t; CREATE TABLE t (x text)");
  }

  @AfterEach
  void end() throws IOException {
    proxy.close();
  }

  @Test
  void passesOnWhatIsSaid() throws Exception {
    try (Connection connection = through()) {
      execute(connection, "INSERT INTO t SELECT repeat('x', 100000) FROM generate_series(1, 20)");
      assertEquals(20, rows());
      assertEquals(1, proxy.ports().size());
    }
  }

  @Test
  void theReplyToACommitIsLostAndTheCommitIsNot() throws Exception {
    proxy.loseReplyToCommit(1);
    try (Connection connection = through()) {
      connection.setAutoCommit(false);
      execute(connection, "INSERT INTO t VALUES ('committed')");
      assertThrows(SQLException.class, connection::commit);
    }
    assertEquals(0, proxy.outstanding());
    assertEquals(1, rows());
    try (Connection connection = through()) {
      connection.setAutoCommit(false);
      execute(connection, "INSERT INTO t VALUES ('again')");
      connection.commit();
    }
    assertEquals(2, rows());
  }

  @Test
  void theReplyToACommitIsHeldBackAndTheCommitIsNot() throws Exception {
    proxy.holdReplyToCommit();
    try (Connection connection = through()) {
      connection.setAutoCommit(false);
      execute(connection, "INSERT INTO t VALUES ('held')");
      CompletableFuture<Void> commit = CompletableFuture.runAsync(() -> commit(connection));
      awaitHeld();
      assertEquals(1, rows());
      assertFalse(commit.isDone());
      proxy.heal();
      commit.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      assertFalse(proxy.isHolding());
    }
  }

  private static void commit(Connection connection) {
    try {
      connection.commit();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void awaitHeld() throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!proxy.isHolding()) {
      assertTrue(System.nanoTime() < deadline, "timed out waiting for a reply to be held back");
      TimeUnit.MILLISECONDS.sleep(1);
    }
  }

  @Test
  void aConnectionIsCutInTheMiddleOfARow() throws Exception {
    proxy.cutInRows(1);
    try (Connection connection = through();
        var insert = connection.prepareStatement("INSERT INTO t VALUES (?)")) {
      insert.setString(1, "x".repeat(10_000));
      assertThrows(SQLException.class, insert::execute);
    }
    assertEquals(0, proxy.outstanding());
    assertEquals(0, rows());
  }

  @Test
  void whatIsCutStaysCutUntilItHeals() throws Exception {
    try (Connection connection = through()) {
      proxy.cut();
      assertThrows(SQLException.class, () -> execute(connection, "SELECT 1"));
      assertThrows(SQLException.class, this::through);
      proxy.heal();
    }
    through().close();
    assertEquals(3, proxy.accepted());
  }

  @Test
  void whatIsStalledGoesOnWhereItWas() throws Exception {
    try (Connection connection = through()) {
      proxy.stall();
      CompletableFuture<Void> insert = CompletableFuture.runAsync(() -> insert(connection, "late"));
      // The statement is sent at once, and without the stall its answer would take a millisecond.
      assertThrows(
          TimeoutException.class, () -> insert.get(HELD.toMillis(), TimeUnit.MILLISECONDS));
      assertEquals(0, rows());
      proxy.heal();
      insert.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
    assertEquals(1, rows());
  }

  private static void insert(Connection connection, String value) {
    try {
      execute(connection, "INSERT INTO t VALUES ('" + value + "')");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private Connection through() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + proxy.port() + "/postgres?user=postgres");
  }

  private static Connection past() throws SQLException {
    return DriverManager.getConnection(database.jdbcUrl() + "?user=postgres");
  }

  private static long rows() throws SQLException {
    try (Connection connection = past();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT count(*) FROM t")) {
      row.next();
      return row.getLong(1);
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
