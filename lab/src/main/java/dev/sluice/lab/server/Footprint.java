// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.server;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaFuture;

/**
 * What a run has created on servers that are not its own.
 *
 * @param schemas whose names begin with the run's prefix
 * @param topics whose names begin with it, and those that an engine created for itself
 * @param groups of the engines' consumers
 */
record Footprint(Set<String> schemas, Set<String> topics, Set<String> groups) {

  private static final long SECONDS = 10;

  /**
   * The shortest run id to look for: a shorter one, which a foreign engine may write, could be part
   * of any name.
   */
  private static final int TELLING = 16;

  /**
   * Finds what a run has created.
   *
   * @param prefix must not be empty
   * @param runIds the pipelines' run ids, which are part of the groups' names (R10); those of the
   *     schemas that are found are added, as they cannot be read later
   */
  static Footprint of(String prefix, Admin admin, Connection connection, Set<String> runIds)
      throws SQLException, ExecutionException, TimeoutException, InterruptedException {
    if (prefix.isEmpty()) {
      throw new IllegalArgumentException(
          "prefix: is empty, so everything would count as this run's");
    }
    Set<String> schemas = schemas(connection, prefix);
    for (String schema : schemas) {
      runIds(connection, schema).stream().filter(id -> id.length() >= TELLING).forEach(runIds::add);
    }
    Set<String> topics = new TreeSet<>();
    for (String topic : answer(admin.listTopics().names())) {
      if (topic.startsWith(prefix) || contains(topic, runIds)) {
        topics.add(topic);
      }
    }
    Set<String> groups = new TreeSet<>();
    for (var group : answer(admin.listGroups().all())) {
      if (contains(group.groupId(), runIds)) {
        groups.add(group.groupId());
      }
    }
    return new Footprint(schemas, topics, groups);
  }

  private static boolean contains(String name, Set<String> runIds) {
    return runIds.stream().anyMatch(name::contains);
  }

  private static Set<String> schemas(Connection connection, String prefix) throws SQLException {
    Set<String> schemas = new TreeSet<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT nspname FROM pg_catalog.pg_namespace WHERE starts_with(nspname, ?)")) {
      select.setString(1, prefix);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          schemas.add(row.getString(1));
        }
      }
    }
    return schemas;
  }

  private static Set<String> runIds(Connection connection, String schema) throws SQLException {
    Set<String> ids = new TreeSet<>();
    String table = DatabaseSchema.quoted(schema) + ".pipeline";
    try (Statement statement = connection.createStatement()) {
      try (ResultSet there =
          statement.executeQuery("SELECT to_regclass('" + table + "') IS NOT NULL")) {
        there.next();
        if (!there.getBoolean(1)) {
          return ids;
        }
      }
      try (ResultSet row = statement.executeQuery("SELECT run_id FROM " + table)) {
        while (row.next()) {
          ids.add(row.getString(1));
        }
      }
    }
    return ids;
  }

  boolean isEmpty() {
    return schemas.isEmpty() && topics.isEmpty() && groups.isEmpty();
  }

  /** Drops what can be dropped now; must be called again while something is left. */
  void drop(Admin admin, Connection connection) throws InterruptedException, TimeoutException {
    for (String schema : schemas) {
      try {
        DatabaseSchema.drop(connection, schema);
      } catch (SQLException locked) {
        // The next look finds it again.
      }
    }
    done(admin.deleteTopics(topics).all());
    // A group that still has a member is found again, until the member's session is over.
    done(admin.deleteConsumerGroups(groups).all());
  }

  private static void done(KafkaFuture<Void> dropped)
      throws InterruptedException, TimeoutException {
    try {
      dropped.get(SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException refused) {
      // The next look finds it again; what is left in the end is reported.
    }
  }

  private static <T> T answer(KafkaFuture<T> asked)
      throws ExecutionException, TimeoutException, InterruptedException {
    return asked.get(SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public String toString() {
    return "schemas " + schemas + ", topics " + topics + ", groups " + groups;
  }
}
