package dev.sluice.engine.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.SortedMap;

/** Stub. */
public final class Ledger {
  public static SortedMap<Integer, LedgerRow> rows(
      Connection connection, String schema, String topic) throws SQLException {
    throw new SQLException("stub");
  }

  public static void insertMissing(
      Connection connection, String schema, String topic, Map<Integer, Long> starts)
      throws SQLException {
    throw new SQLException("stub");
  }

  private Ledger() {}
}
