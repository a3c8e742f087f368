// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.server;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/** The Kafka and the Postgres that engines run against. */
public interface Servers extends AutoCloseable {

  /** Kafka's {@code bootstrap.servers}. */
  String bootstrapServers();

  /** Further client properties for Kafka, such as security settings; may hold secrets. */
  Map<String, String> kafkaProperties();

  /** The base configuration of a Kafka client, to be extended; may hold secrets. */
  default Map<String, Object> kafkaClient() {
    Map<String, Object> client = new HashMap<>(kafkaProperties());
    client.put("bootstrap.servers", bootstrapServers());
    return client;
  }

  /** The database's URL, without a password. */
  String jdbcUrl();

  /** The database's user; empty for the driver's default. */
  String user();

  /** The database's password; empty where none is needed. Never to be printed. */
  String password();

  /**
   * The prefix of the name of every topic and schema of this run; empty if only this run uses the
   * servers.
   */
  default String prefix() {
    return "";
  }

  /** The version of Kafka, as far as it can be known; for a report. */
  String kafkaVersion();

  /** The line that connects {@code psql}; holds no secret. */
  default String psqlLine() {
    Properties place = Driver.parseURL(jdbcUrl(), null);
    String user = user().isEmpty() ? PGProperty.USER.getOrDefault(place) : user();
    return "psql -h %s -p %s%s %s"
        .formatted(
            PGProperty.PG_HOST.getOrDefault(place),
            PGProperty.PG_PORT.getOrDefault(place),
            user == null ? "" : " -U " + user,
            PGProperty.PG_DBNAME.getOrDefault(place));
  }

  /**
   * The settings to put in front of {@code ./sluice run} on these servers, followed by a blank;
   * empty if there are none, or if they are the user's own secret.
   */
  default String secretsForRun() {
    return "";
  }

  /**
   * Does nothing while both servers run, or if that cannot be known here.
   *
   * @throws ServerException naming the one that has ended
   */
  default void requireAlive() {}

  /**
   * A session of the lab itself, in autocommit mode and without a statement timeout; the caller
   * closes it.
   */
  default Connection connect() throws SQLException {
    Properties properties = new Properties();
    if (!user().isEmpty()) {
      PGProperty.USER.set(properties, user());
    }
    PGProperty.PASSWORD.set(properties, password());
    PGProperty.REWRITE_BATCHED_INSERTS.set(properties, true);
    PGProperty.APPLICATION_NAME.set(properties, "sluice");
    Connection connection = new Driver().connect(jdbcUrl(), properties);
    if (connection == null) {
      throw new SQLException("not a URL that starts with jdbc:postgresql:");
    }
    return connection;
  }

  /**
   * Ends the servers that this started; removes what the run created from those that it did not.
   */
  @Override
  void close();
}
