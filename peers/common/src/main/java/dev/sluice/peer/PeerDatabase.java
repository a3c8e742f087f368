// SPDX-License-Identifier: Apache-2.0
package dev.sluice.peer;

import dev.sluice.sink.postgres.PgSettings;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** Connects to the database by plain JDBC, as the guides do. */
public final class PeerDatabase {

  /** The class name of the driver. */
  public static final String DRIVER = "org.postgresql.Driver";

  /**
   * The URL, with the parameter that a tuned peer adds.
   *
   * @param rewrites whether the driver merges a batch into INSERTs of many rows, in which no two
   *     may have the same identity (SQLSTATE 21000)
   */
  public static String url(PgSettings postgres, boolean rewrites) {
    if (!rewrites) {
      return postgres.url();
    }
    // If a parameter occurs twice, the last one counts.
    return postgres.url()
        + (postgres.url().contains("?") ? "&" : "?")
        + "reWriteBatchedInserts=true";
  }

  /** User and password, if there are any. */
  public static Properties credentials(PgSettings postgres) {
    Properties properties = new Properties();
    if (!postgres.user().isEmpty()) {
      properties.setProperty("user", postgres.user());
    }
    if (!postgres.password().isEmpty()) {
      properties.setProperty("password", postgres.password());
    }
    return properties;
  }

  /** Opens a session, which the caller closes. */
  public static Connection connect(PgSettings postgres, boolean rewrites) throws SQLException {
    return DriverManager.getConnection(url(postgres, rewrites), credentials(postgres));
  }

  private PeerDatabase() {}
}
