package dev.sluice.engine.ledger;

import java.sql.Connection;
import java.sql.SQLException;

/** Stub. */
public final class Schema {
  public static void create(Connection connection, String schema) throws SQLException {
    throw new SQLException("stub");
  }

  private Schema() {}
}
