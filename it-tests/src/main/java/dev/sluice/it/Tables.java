package dev.sluice.it;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Whether an engine has come so far as to make its tables. */
final class Tables {

  static boolean exist(Connection connection, String schema) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement("SELECT to_regclass(?)")) {
      select.setString(1, '"' + schema + "\".ledger");
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return row.getString(1) != null;
      }
    }
  }

  private Tables() {}
}
