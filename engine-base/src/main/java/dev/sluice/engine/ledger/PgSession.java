package dev.sluice.engine.ledger;

import dev.sluice.engine.config.EngineConfig;
import java.sql.Connection;
import java.sql.SQLException;

/** Stub. */
public final class PgSession {
  public static Connection open(EngineConfig.Postgres postgres, String applicationName)
      throws SQLException {
    throw new SQLException("stub");
  }

  private PgSession() {}
}
