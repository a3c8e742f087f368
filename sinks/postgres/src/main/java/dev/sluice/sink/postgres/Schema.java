// SPDX-License-Identifier: Apache-2.0
package dev.sluice.sink.postgres;

import dev.sluice.engine.config.ConfigException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The schema of a run's tables: its DDL, its creation and its grants. */
public final class Schema {

  private static final String RESOURCE = "schema.sql";
  private static final String PLACEHOLDER = ":\"schema\"";
  private static final int NAME_BYTES = 63;
  private static final int TABLES = 5;

  /**
   * Checks a schema's name.
   *
   * @return the name
   * @throws ConfigException if Postgres could not keep the name as it is
   */
  public static String checkedName(String name) {
    if (name == null || name.isEmpty()) {
      throw new ConfigException("postgres.schema", "is empty; name the schema of the run's tables");
    }
    int bytes = name.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > NAME_BYTES || name.indexOf('\0') >= 0 || name.startsWith("pg_")) {
      throw new ConfigException(
          "postgres.schema",
          "'"
              + name.replace("\0", "\\0")
              + "' cannot be a schema's name; a name has 1 to "
              + NAME_BYTES
              + " UTF-8 bytes, no U+0000, and does not start with pg_");
    }
    return name;
  }

  /** The statements of {@code docs/contract/schema.sql} for a schema of this name. */
  public static String ddl(String schema) {
    return template().replace(PLACEHOLDER, Sql.identifier(checkedName(schema)));
  }

  /** The statement that completes a table of pipelines that was made before there were mappings. */
  static String addEventsColumn(String schema) {
    return "ALTER TABLE "
        + Sql.table(schema, "pipeline")
        + " ADD COLUMN IF NOT EXISTS events_sha256 text;";
  }

  /** Whether the table of pipelines, if it exists, can hold the identity of a mapping. */
  static boolean hasEventsColumn(Connection connection, String schema) throws SQLException {
    return exists(
        connection,
        schema,
        """
        SELECT FROM pg_catalog.pg_class c
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid
        WHERE n.nspname = ? AND c.relname = 'pipeline'
          AND a.attname = 'events_sha256' AND NOT a.attisdropped
        """);
  }

  /**
   * Creates the missing parts of a schema; processes that try at the same time wait for each other.
   * If all exist, no privilege to create is needed. An older table of the session's role gets the
   * column that it lacks; another role's is left as it is, since only a mapping needs that column.
   * Commits; the connection must be in autocommit.
   */
  public static void create(Connection connection, String schema) throws SQLException {
    String ddl = ddl(schema);
    if (!connection.getAutoCommit()) {
      throw new IllegalStateException(
          "a schema is created in a separate transaction; the connection must be in autocommit");
    }
    connection.setAutoCommit(false);
    try {
      lock(connection, schema);
      if (!isComplete(connection, schema)) {
        execute(connection, ddl);
      } else if (lacksOwnColumn(connection, schema)) {
        execute(connection, addEventsColumn(schema));
      }
      connection.commit();
    } catch (SQLException | RuntimeException e) {
      try {
        connection.rollback();
      } catch (SQLException suppressed) {
        e.addSuppressed(suppressed);
      }
      throw e;
    } finally {
      if (!connection.isClosed()) {
        connection.setAutoCommit(true);
      }
    }
  }

  /** The statements that grant a role what an engine needs, and nothing more (R10). */
  public static String grants(String schema, String role) {
    String in = Sql.identifier(checkedName(schema));
    String to = Sql.identifier(role);
    String body =
        "BEGIN EXECUTE format('GRANT TEMPORARY ON DATABASE %I TO %I', current_database(), "
            + Sql.literal(role)
            + "); END";
    return """
        DO %1$s;
        GRANT USAGE ON SCHEMA %2$s TO %3$s;
        GRANT SELECT, INSERT, UPDATE ON %2$s.processed_events, %2$s.ledger TO %3$s;
        GRANT SELECT, INSERT ON %2$s.late_events, %2$s.dead_letters, %2$s.pipeline TO %3$s;
        """
        .formatted(Sql.literal(body), in, to);
  }

  /** Locks until the end of the transaction; the session's lock_timeout bounds the wait. */
  private static void lock(Connection connection, String schema) throws SQLException {
    String sql = "SELECT pg_advisory_xact_lock(hashtextextended('sluice schema ' || ?, 0))";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, schema);
      statement.execute();
    }
  }

  private static boolean isComplete(Connection connection, String schema) throws SQLException {
    String sql =
        "SELECT count(*) FROM pg_catalog.pg_class c"
            + " JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = ?"
            + " AND c.relname IN ('pipeline', 'processed_events', 'late_events', 'dead_letters',"
            + " 'ledger')";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, schema);
      try (ResultSet result = statement.executeQuery()) {
        result.next();
        return result.getInt(1) == TABLES;
      }
    }
  }

  private static boolean lacksOwnColumn(Connection connection, String schema) throws SQLException {
    return !hasEventsColumn(connection, schema)
        && exists(
            connection,
            schema,
            """
            SELECT FROM pg_catalog.pg_class c
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = ? AND c.relname = 'pipeline'
              AND pg_catalog.pg_has_role(c.relowner, 'USAGE')
            """);
  }

  private static boolean exists(Connection connection, String schema, String select)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(select)) {
      statement.setString(1, schema);
      try (ResultSet result = statement.executeQuery()) {
        return result.next();
      }
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String template() {
    try (InputStream in = Schema.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException(RESOURCE + " is missing beside " + Schema.class.getName());
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Schema() {}
}
