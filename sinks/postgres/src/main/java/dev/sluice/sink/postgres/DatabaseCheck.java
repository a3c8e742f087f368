// SPDX-License-Identifier: Apache-2.0
package dev.sluice.sink.postgres;

import dev.sluice.engine.config.ConfigException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/**
 * Checks at the start of a run, not at the first row, that a database and a role in it are fit for
 * it.
 */
public final class DatabaseCheck {

  /**
   * The first table, in the order of the schema, that is closed to the role for what a run does to
   * it. A privilege on some columns suffices. A policy counts if it is permissive, and applies to
   * the command and to the role or a role that it is a member of; without any, row-level security
   * lets no row pass.
   */
  private static final String CLOSED =
      """
      SELECT current_user, n.relation, n.privilege,
             pg_catalog.has_any_column_privilege(c.oid, n.privilege)
      FROM (VALUES
             (1, 'pipeline', 'SELECT', 'r'), (2, 'pipeline', 'INSERT', 'a'),
             (3, 'processed_events', 'SELECT', 'r'), (4, 'processed_events', 'INSERT', 'a'),
             (5, 'processed_events', 'UPDATE', 'w'),
             (6, 'late_events', 'SELECT', 'r'), (7, 'late_events', 'INSERT', 'a'),
             (8, 'dead_letters', 'SELECT', 'r'), (9, 'dead_letters', 'INSERT', 'a'),
             (10, 'ledger', 'SELECT', 'r'), (11, 'ledger', 'INSERT', 'a'),
             (12, 'ledger', 'UPDATE', 'w'))
           AS n (place, relation, privilege, command)
      JOIN pg_catalog.pg_namespace s ON s.nspname = ?
      JOIN pg_catalog.pg_class c ON c.relnamespace = s.oid AND c.relname = n.relation
      WHERE NOT pg_catalog.has_any_column_privilege(c.oid, n.privilege)
         OR pg_catalog.row_security_active(c.oid) AND NOT EXISTS (
              SELECT FROM pg_catalog.pg_policy p
              WHERE p.polrelid = c.oid AND p.polpermissive
                AND p.polcmd::text IN ('*', n.command)
                AND EXISTS (
                      SELECT FROM unnest(p.polroles) AS r (oid)
                      WHERE r.oid = 0 OR pg_catalog.pg_has_role(r.oid, 'USAGE')))
      ORDER BY n.place LIMIT 1
      """;

  /**
   * Checks the encoding of the database.
   *
   * @return what is wrong with it; empty if it can store every text
   */
  public static Optional<String> encoding(Connection connection) throws SQLException {
    String sql =
        "SELECT pg_catalog.current_database(), pg_catalog.current_setting('server_encoding')";
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      String encoding = row.getString(2);
      return encoding.equals("UTF8")
          ? Optional.empty()
          : Optional.of(
              "the database \""
                  + row.getString(1)
                  + "\" has the encoding "
                  + encoding
                  + ", which cannot store every text; use one made by CREATE DATABASE name"
                  + " ENCODING 'UTF8' TEMPLATE template0");
    }
  }

  /**
   * Checks whether the session's role may create temporary tables, as a writer does.
   *
   * @return the error if it may not; empty if it may
   */
  public static Optional<String> temporaryTables(Connection connection) throws SQLException {
    String sql =
        "SELECT current_user, pg_catalog.current_database(), pg_catalog.has_database_privilege("
            + "pg_catalog.current_database(), 'TEMPORARY')";
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getBoolean(3)
          ? Optional.empty()
          : Optional.of(
              "\"%s\" may not create temporary tables in the database \"%s\"; grant it TEMPORARY there"
                  .formatted(row.getString(1), row.getString(2)));
    }
  }

  /**
   * Finds a table of a run that is closed to the session's role: it lacks a privilege, or a policy
   * where row-level security is active. Ignores missing tables.
   *
   * @return an error about the first one; empty if all are open
   */
  public static Optional<String> closedTable(Connection connection, String schema)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(CLOSED)) {
      statement.setString(1, schema);
      try (ResultSet row = statement.executeQuery()) {
        return row.next()
            ? Optional.of(
                closed(
                    schema,
                    row.getString(1),
                    row.getString(2),
                    row.getString(3),
                    row.getBoolean(4)))
            : Optional.empty();
      }
    }
  }

  /**
   * Refuses a trigger that may keep a row out of a run's tables without an error. A sink that
   * cannot count the rows that were kept, such as one with {@link JdbcUpsert}, would lose that row
   * unnoticed.
   *
   * @throws ConfigException naming the first one
   */
  public static void refuseSilentTriggers(PgSettings postgres) throws SQLException {
    try (Connection connection = PgSession.open(postgres, "sluice start");
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(Table.silentTriggers(postgres.schema()))) {
      if (row.next()) {
        throw new ConfigException(
            "postgres.schema",
            ("%s: the trigger %s of the table %s may keep a row out without an error, which this"
                    + " mode would not notice; disable it, or use a mode that writes the ledger")
                .formatted(postgres.schema(), row.getString(1), row.getString(2)));
      }
    }
  }

  private static String closed(
      String schema, String role, String table, String privilege, boolean isGranted) {
    return isGranted
        ? ("row-level security of the table %s of schema %s has no policy that lets \"%s\" %s;"
                + " create one for this role, or give it BYPASSRLS")
            .formatted(table, schema, role, privilege)
        : ("\"%s\" may not %s on the table %s of schema %s; grant it what ./sluice schema --name %s"
                + " --role %s prints")
            .formatted(role, privilege, table, schema, schema, role);
  }

  private DatabaseCheck() {}
}
