// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.Writer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tests with the servers of one run, which belong to someone else from another run's view. */
class BorrowedServersTest {

  private static final String RUN_ID = "0f6cb1c2-1111-2222-3333-444455556666";

  private static LabRun owner;
  private static ExternalServers theirs;

  @BeforeAll
  static void start() throws Exception {
    owner = open();
    EmbeddedServers servers = owner.own(EmbeddedServers.start(owner.directory()));
    theirs =
        new ExternalServers(
            servers.bootstrapServers(), Map.of(), servers.jdbcUrl(), servers.user(), "");
    create("theirs", "", "sluice-of-somebody-else");
  }

  @AfterAll
  static void stop() throws Exception {
    owner.close();
  }

  private static LabRun open() throws Exception {
    return LabRun.open(new PrintWriter(Writer.nullWriter()));
  }

  /** A topic, a group that has read it, and a schema whose pipeline has the run id. */
  private static void create(String name, String runId, String group) throws Exception {
    try (Admin admin = theirs.admin();
        Connection connection = theirs.connect();
        Statement statement = connection.createStatement()) {
      admin.createTopics(List.of(new NewTopic(name, 1, (short) 1))).all().get();
      admin
          .alterConsumerGroupOffsets(
              group, Map.of(new TopicPartition(name, 0), new OffsetAndMetadata(0)))
          .all()
          .get();
      statement.execute("CREATE SCHEMA " + name);
      statement.execute("CREATE TABLE " + name + ".pipeline (run_id text)");
      statement.execute("INSERT INTO " + name + ".pipeline VALUES ('" + runId + "')");
    }
  }

  private static Set<String> everything() throws Exception {
    Set<String> found = new TreeSet<>();
    try (Admin admin = theirs.admin();
        Connection connection = theirs.connect();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT nspname FROM pg_namespace"
                    + " WHERE nspname !~ '^pg_|^information_schema$|^public$'")) {
      admin.listTopics().names().get().forEach(topic -> found.add("topic " + topic));
      admin.listGroups().all().get().forEach(group -> found.add("group " + group.groupId()));
      while (row.next()) {
        found.add("schema " + row.getString(1));
      }
    }
    return found;
  }

  @Test
  void whatTheRunCreatedGoesWithItAndNothingElse() throws Exception {
    Set<String> before = everything();
    assertTrue(before.contains("schema theirs"), before::toString);
    try (LabRun run = open()) {
      BorrowedServers servers = BorrowedServers.of(run, theirs, false);
      assertTrue(servers.prefix().matches("sluice_[0-9]{6}_[0-9]{6}_[0-9a-f]{4}_"));
      create(servers.prefix() + "mine", RUN_ID, "sluice-flink-" + RUN_ID);
      assertEquals(before.size() + 3, everything().size());
    }
    assertEquals(before, everything());
  }

  @Test
  void aShortRunIdOfAForeignEngineTakesNothingAlong() throws Exception {
    Set<String> before = everything();
    try (LabRun run = open()) {
      BorrowedServers servers = BorrowedServers.of(run, theirs, false);
      // Part of the name of someone else's topic and group.
      create(servers.prefix() + "mine", "e", servers.prefix() + "group");
    }
    Set<String> after = everything();
    assertTrue(after.containsAll(before), after::toString);
    after.removeAll(before);
    assertTrue(after.stream().allMatch(left -> left.startsWith("group sluice_")), after::toString);
  }

  @Test
  void withKeepItStays() throws Exception {
    String prefix;
    try (LabRun run = open()) {
      BorrowedServers servers = BorrowedServers.of(run, theirs, true);
      prefix = servers.prefix();
      create(prefix + "mine", RUN_ID, "sluice-" + RUN_ID);
    }
    assertTrue(everything().contains("schema " + prefix + "mine"));
    try (Admin admin = theirs.admin();
        Connection connection = theirs.connect()) {
      Footprint.of(prefix, admin, connection, new TreeSet<>()).drop(admin, connection);
    }
    assertFalse(everything().contains("schema " + prefix + "mine"));
  }

  @Test
  void withoutAPrefixNothingIsEverDropped() throws Exception {
    try (Admin admin = theirs.admin();
        Connection connection = theirs.connect()) {
      assertThrows(
          IllegalArgumentException.class,
          () -> Footprint.of("", admin, connection, new TreeSet<>()));
    }
  }

  @Test
  void aUserWhoMayNotCreateSchemasIsToldWhatToGrant() throws SQLException {
    try (Connection connection = theirs.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE ROLE reader LOGIN");
    }
    ExternalServers asReader =
        new ExternalServers(theirs.bootstrapServers(), Map.of(), theirs.jdbcUrl(), "reader", "");
    assertEquals(
        "the user reader may not create schemas; GRANT CREATE ON DATABASE postgres TO reader",
        assertThrows(ServerException.class, asReader::requirePostgres).getMessage());
  }

  @Test
  void aDatabaseThatCannotKeepEveryTextIsRefusedWithItsEncoding() throws SQLException {
    try (Connection connection = theirs.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE DATABASE western ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C'"
              + " TEMPLATE template0");
    }
    String url = theirs.jdbcUrl().replaceFirst("/[^/]*$", "/western");
    ExternalServers western =
        new ExternalServers(theirs.bootstrapServers(), Map.of(), url, theirs.user(), "");
    assertEquals(
        "the database \"western\" has the encoding LATIN1, which cannot store every text;"
            + " use one made by CREATE DATABASE name ENCODING 'UTF8' TEMPLATE template0",
        assertThrows(ServerException.class, western::requirePostgres).getMessage());
  }

  @Test
  void aClusterTellsWhichReleasesFeaturesItHas() {
    String release = EmbeddedKafka.version().replaceFirst("\\.\\d+$", "");
    assertEquals(release + " or newer", theirs.kafkaVersion());
    theirs.requireKafka();
    theirs.requirePostgres();
  }
}
