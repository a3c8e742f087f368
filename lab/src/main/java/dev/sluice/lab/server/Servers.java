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

  /** What a client of the Kafka is made with, to be added to; may hold secrets. */
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
   * What the name of every topic and schema of this run begins with; empty where the servers are
   * this run's alone.
   */
  default String prefix() {
    return "";
  }

  /** Which Kafka that is, as far as it can be known; for a report. */
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
   * What has to be set in front of {@code ./sluice run} on these servers, with a blank behind it;
   * empty where nothing has, or where it is the user's own secret.
   */
  default String secretsForRun() {
    return "";
  }

  /**
   * Does nothing while both servers run, or where nobody here could tell.
   *
   * @throws ServerException naming the one that has ended
   */
  default void requireAlive() {}

  /**
   * A session of the lab's own, in autocommit and with no bound on how long a statement may take;
   * the caller closes it.
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
      throw new SQLException("not a URL that begins with jdbc:postgresql:");
    }
    return connection;
  }

  /** Ends the servers that this started, and takes its own away from those that it did not. */
  @Override
  void close();
}
