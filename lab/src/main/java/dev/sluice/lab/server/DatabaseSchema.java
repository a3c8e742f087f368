// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.server;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** A schema of the database, by its name. */
public final class DatabaseSchema {

  /** Drops a schema and everything in it; does nothing if it does not exist. */
  public static void drop(Connection connection, String name) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("DROP SCHEMA IF EXISTS " + quoted(name) + " CASCADE");
    }
  }

  /** The name as an identifier in SQL. */
  static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  private DatabaseSchema() {}
}
