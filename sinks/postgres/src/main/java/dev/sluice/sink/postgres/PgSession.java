// SPDX-License-Identifier: Apache-2.0
package dev.sluice.sink.postgres;

import dev.sluice.engine.config.ConfigException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens sessions with the contract's settings (R9, R10): UTC, an empty search path, READ COMMITTED,
 * and a bound on every wait. A setting in the JDBC URL takes precedence over the driver's
 * properties here.
 */
public final class PgSession {

  private static final Logger LOG = LoggerFactory.getLogger(PgSession.class);

  /** How long a transaction may take by default. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final int TRANSACTION_TIMEOUT_SINCE = 17;

  /**
   * Opens a session in autocommit.
   *
   * @param applicationName the session's name in the server's views, such as {@code sluice/RUN}
   * @throws ConfigException if the URL is not a Postgres URL
   */
  public static Connection open(PgSettings postgres, String applicationName) throws SQLException {
    return open(postgres, applicationName, PATIENCE);
  }

  /**
   * Opens a session whose transactions end after {@code patience}, and whose waits for a lock, or
   * for a frozen client, end after half of it. So a writer that meets a frozen writer's lock gets
   * it within twice that time.
   */
  static Connection open(PgSettings postgres, String applicationName, Duration patience)
      throws SQLException {
    Connection connection =
        new Driver().connect(postgres.url(), properties(postgres, applicationName, patience));
    if (connection == null) {
      throw new ConfigException(
          "postgres.url", "does not start with jdbc:postgresql:; write a Postgres URL");
    }
    try {
      configure(connection, patience);
      return connection;
    } catch (SQLException | RuntimeException e) {
      abandon(connection, e);
      throw e;
    }
  }

  private static Properties properties(
      PgSettings postgres, String applicationName, Duration patience) {
    Properties properties = new Properties();
    if (postgres.user() != null && !postgres.user().isEmpty()) {
      PGProperty.USER.set(properties, postgres.user());
    }
    PGProperty.PASSWORD.set(properties, postgres.currentPassword());
    // In seconds; for the driver, 0 means no limit. The server's own bound is shorter.
    int seconds = Math.toIntExact(Math.max(1, patience.toSeconds()));
    PGProperty.CONNECT_TIMEOUT.set(properties, Math.min(10, seconds));
    PGProperty.SOCKET_TIMEOUT.set(properties, seconds + 5);
    PGProperty.TCP_KEEP_ALIVE.set(properties, true);
    PGProperty.APPLICATION_NAME.set(properties, applicationName);
    return properties;
  }

  private static void configure(Connection connection, Duration patience) throws SQLException {
    String whole = Long.toString(patience.toMillis());
    String half = Long.toString(patience.toMillis() / 2);
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("TimeZone", "UTC");
    settings.put("search_path", "");
    settings.put("default_transaction_isolation", "read committed");
    settings.put("lock_timeout", half);
    settings.put("idle_in_transaction_session_timeout", half);
    if (connection.getMetaData().getDatabaseMajorVersion() >= TRANSACTION_TIMEOUT_SINCE) {
      settings.put("transaction_timeout", whole);
    }
    String sql =
        settings.keySet().stream()
            .map(name -> "pg_catalog.set_config('" + name + "', ?, false)")
            .collect(Collectors.joining(", ", "SELECT ", ""));
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      int parameter = 0;
      for (String value : settings.values()) {
        statement.setString(++parameter, value);
      }
      statement.execute();
    }
  }

  /** Aborts a connection that failed: a normal close could wait for a frozen server. */
  static void abandon(Connection connection, Throwable failure) {
    try {
      connection.abort(Runnable::run);
    } catch (SQLException | RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  /** Closes a connection that may be broken. */
  static void close(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      LOG.debug("a connection was broken when it was closed", e);
    }
  }

  private PgSession() {}
}
