package dev.sluice.engine.ledger;

import dev.sluice.engine.config.ConfigException;
import dev.sluice.engine.config.EngineConfig;
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

/**
 * Opens sessions that are set for the contract (R9, R10): UTC, an empty search path, READ
 * COMMITTED, and a bound on everything that could wait. A setting in the JDBC URL goes before the
 * driver's properties here.
 */
public final class PgSession {

  /** How long a transaction may take where nothing else is asked for. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final int TRANSACTION_TIMEOUT_SINCE = 17;

  /**
   * Opens a session in autocommit.
   *
   * @param applicationName how the server's own views call it, such as {@code sluice/RUN}
   * @throws ConfigException where the URL is none of Postgres
   */
  public static Connection open(EngineConfig.Postgres postgres, String applicationName)
      throws SQLException {
    return open(postgres, applicationName, PATIENCE);
  }

  /**
   * Opens a session whose transactions end after {@code patience}, and whose waits for a lock, and
   * for a client that froze, after half of it: so a writer that finds a frozen one's lock gets it
   * within twice that time.
   */
  static Connection open(EngineConfig.Postgres postgres, String applicationName, Duration patience)
      throws SQLException {
    Connection connection =
        new Driver().connect(postgres.url(), properties(postgres, applicationName, patience));
    if (connection == null) {
      throw new ConfigException(
          "postgres.url", "does not begin with jdbc:postgresql:, as a Postgres URL does");
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
      EngineConfig.Postgres postgres, String applicationName, Duration patience) {
    Properties properties = new Properties();
    if (postgres.user() != null && !postgres.user().isEmpty()) {
      PGProperty.USER.set(properties, postgres.user());
    }
    if (postgres.password() != null) {
      PGProperty.PASSWORD.set(properties, postgres.password());
    }
    // In seconds, of which the driver takes 0 for ever. The server's own bound comes first.
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

  /** Cuts a connection that failed: closing it in good order could wait for a frozen server. */
  static void abandon(Connection connection, Throwable failure) {
    try {
      connection.abort(Runnable::run);
    } catch (SQLException | RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  private PgSession() {}
}
