// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.server;

import static dev.sluice.lab.server.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedServersTest {

  @TempDir static Path base;

  @Test
  void serversKeepTheirDataThroughKillsAndLeaveNothingBehind() throws Exception {
    Path folder;
    List<ProcessHandle> processes;
    try (RunDirectory run = RunDirectory.open(base);
        EmbeddedServers servers = EmbeddedServers.start(run)) {
      folder = run.path();
      createTopic(servers, "kept");
      execute(servers, "CREATE TABLE kept (n int)");
      execute(servers, "INSERT INTO kept VALUES (7)");

      long broker = servers.kafka().pid();
      servers.kafka().kill();
      assertThrows(ServerException.class, servers::requireAlive);
      servers.kafka().restart();
      assertFalse(broker == servers.kafka().pid());
      assertEquals(Set.of("kept"), topics(servers));

      long postmaster = servers.database().pid();
      servers.database().kill();
      assertThrows(ServerException.class, servers::requireAlive);
      servers.database().restart();
      assertFalse(postmaster == servers.database().pid());
      assertEquals("7", query(servers, "SELECT n FROM kept"));

      servers.requireAlive();
      processes =
          List.of(
              ProcessHandle.of(servers.kafka().pid()).orElseThrow(),
              ProcessHandle.of(servers.database().pid()).orElseThrow());
    }
    assertFalse(Files.exists(folder));
    for (ProcessHandle process : processes) {
      eventually("process " + process.pid() + " has ended", () -> !process.isAlive());
    }
  }

  @Test
  void twoRunsAtOnceDoNotMeet() throws Exception {
    try (RunDirectory one = RunDirectory.open(base);
        RunDirectory two = RunDirectory.open(base);
        EmbeddedServers first = EmbeddedServers.start(one);
        EmbeddedServers second = EmbeddedServers.start(two)) {
      assertTrue(Leftovers.sweep(base).isEmpty());
      createTopic(first, "first");
      createTopic(second, "second");
      assertEquals(Set.of("first"), topics(first));
      assertEquals(Set.of("second"), topics(second));
      execute(first, "CREATE TABLE only_here (n int)");
      assertThrows(SQLException.class, () -> query(second, "SELECT n FROM only_here"));
    }
  }

  @Test
  void postgresIsDurableAndListensOnLoopbackAlone() throws Exception {
    Map<String, String> expected =
        Map.of(
            "fsync", "on",
            "synchronous_commit", "on",
            "full_page_writes", "on",
            "track_commit_timestamp", "on",
            "listen_addresses", "127.0.0.1",
            "unix_socket_directories", "",
            "max_prepared_transactions", "10");
    try (RunDirectory run = RunDirectory.open(base);
        EmbeddedDatabase database = EmbeddedDatabase.start(run);
        Connection connection =
            DriverManager.getConnection(database.jdbcUrl(), EmbeddedDatabase.USER, "")) {
      for (Map.Entry<String, String> setting : expected.entrySet()) {
        assertEquals(
            setting.getValue(), first(connection, "SHOW " + setting.getKey()), setting.getKey());
      }
    }
  }

  private static void createTopic(EmbeddedServers servers, String topic) throws Exception {
    try (Admin admin = admin(servers)) {
      admin.createTopics(List.of(new NewTopic(topic, 2, (short) 1))).all().get();
    }
  }

  private static Set<String> topics(EmbeddedServers servers) throws Exception {
    try (Admin admin = admin(servers)) {
      return admin.listTopics().names().get();
    }
  }

  private static Admin admin(EmbeddedServers servers) {
    return Admin.create(Map.of("bootstrap.servers", servers.bootstrapServers()));
  }

  private static Connection connect(EmbeddedServers servers) throws SQLException {
    return DriverManager.getConnection(servers.jdbcUrl(), servers.user(), servers.password());
  }

  private static void execute(EmbeddedServers servers, String sql) throws SQLException {
    try (Connection connection = connect(servers);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String query(EmbeddedServers servers, String sql) throws SQLException {
    try (Connection connection = connect(servers)) {
      return first(connection, sql);
    }
  }

  private static String first(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      assertTrue(rows.next());
      return rows.getString(1);
    }
  }
}
