package dev.sluice.peer;

import dev.sluice.engine.config.EngineConfig;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** The way to the database by plain JDBC, as the guides have it. */
public final class PeerDatabase {

  /** The driver's class, for those who ask for its name. */
  public static final String DRIVER = "org.postgresql.Driver";

  /**
   * The URL with what a tuned peer adds to it.
   *
   * @param rewrites whether the driver merges a batch into INSERTs of many rows, of which no two
   *     may be of one identity (SQLSTATE 21000)
   */
  public static String url(EngineConfig.Postgres postgres, boolean rewrites) {
    if (!rewrites) {
      return postgres.url();
    }
    // Of two equal parameters the last counts.
    return postgres.url()
        + (postgres.url().contains("?") ? "&" : "?")
        + "reWriteBatchedInserts=true";
  }

  /** User and password, where there are any. */
  public static Properties credentials(EngineConfig.Postgres postgres) {
    Properties properties = new Properties();
    if (!postgres.user().isEmpty()) {
      properties.setProperty("user", postgres.user());
    }
    if (!postgres.password().isEmpty()) {
      properties.setProperty("password", postgres.password());
    }
    return properties;
  }

  /** Opens a session of the caller's. */
  public static Connection connect(EngineConfig.Postgres postgres, boolean rewrites)
      throws SQLException {
    return DriverManager.getConnection(url(postgres, rewrites), credentials(postgres));
  }

  private PeerDatabase() {}
}
