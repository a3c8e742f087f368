// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.testbed;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Observes from outside how far an engine has got. */
public final class Tables {

  /** Whether the schema has a ledger, and so all of its tables. */
  public static boolean exist(Connection connection, String schema) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement("SELECT to_regclass(?)")) {
      select.setString(1, '"' + schema + "\".ledger");
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return row.getString(1) != null;
      }
    }
  }

  /**
   * The number of rows in {@code processed_events}, {@code late_events} and {@code dead_letters};
   * zero if the tables do not exist yet.
   */
  public static long rows(Connection connection, String schema) throws SQLException {
    if (!exist(connection, schema)) {
      return 0;
    }
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                """
                SELECT (SELECT count(*) FROM %1$s.processed_events)
                     + (SELECT count(*) FROM %1$s.late_events)
                     + (SELECT count(*) FROM %1$s.dead_letters)
                """
                    .formatted(schema))) {
      row.next();
      return row.getLong(1);
    }
  }

  private Tables() {}
}
