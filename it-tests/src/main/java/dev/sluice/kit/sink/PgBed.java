// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.sink;

import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.sink.Sink;
import dev.sluice.engine.sink.SinkCapability;
import dev.sluice.engine.sink.SinkType;
import dev.sluice.kit.fault.DatabaseProxy;
import dev.sluice.kit.testbed.TestBed;
import dev.sluice.lab.server.EmbeddedServers;
import dev.sluice.sink.postgres.PgSettings;
import dev.sluice.sink.postgres.PgSinkType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A schema of the test bed's Postgres, behind a network that can lose messages. */
public final class PgBed implements SinkBed {

  private static final String PLACE = "SELECT source_partition, source_offset, ";
  private static final String RAW = ", encode(raw, 'hex'), raw_length, encode(raw_sha256, 'hex')";
  private static final String MICROS = "(extract(epoch FROM event_time) * 1000000)::bigint";

  private final TestBed testBed;
  private final EmbeddedServers servers;
  private final DatabaseProxy network;
  private final String schema;

  private PgBed(TestBed testBed, DatabaseProxy network) {
    this.testBed = testBed;
    this.servers = (EmbeddedServers) testBed.servers();
    this.network = network;
    this.schema = testBed.freshName("sink");
  }

  /** An empty schema, on servers that the test bed started itself. */
  public static PgBed on(TestBed testBed) throws IOException {
    int port = ((EmbeddedServers) testBed.servers()).database().port();
    return new PgBed(testBed, DatabaseProxy.before(port));
  }

  @Override
  public EngineConfig config(EngineConfig base) {
    String url = servers.jdbcUrl().replace(":" + servers.database().port(), ":" + network.port());
    return base.withSink(
        new PgSettings(url, servers.user(), servers.password(), schema, true).toSink());
  }

  @Override
  public Sink sink(EngineConfig config) {
    return SinkType.of(config);
  }

  @Override
  public Set<SinkCapability> declines() {
    return new PgSinkType().declines().keySet();
  }

  @Override
  public SinkTables tables() throws IOException {
    try (Connection connection = testBed.connect()) {
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      connection.setAutoCommit(false);
      return new SinkTables(
          rows(
              connection,
              PLACE
                  + "identity, "
                  + MICROS
                  + ", host, url, ip, method, status, bytes, referrer, user_agent",
              "processed_events"),
          rows(
              connection,
              PLACE + "reason, identity, " + MICROS + ", lateness_micros" + RAW,
              "late_events"),
          rows(connection, PLACE + "reason" + RAW, "dead_letters"),
          rows(
              connection,
              // As Java prints a sorted map: the keys have no quotation marks.
              "SELECT partition, first, next, '{' || coalesce((SELECT string_agg(key || '=' ||"
                  + " value, ', ' ORDER BY key COLLATE \"C\") FROM jsonb_each_text(counts)), '')"
                  + " || '}'",
              "ledger"));
    } catch (SQLException e) {
      throw new IOException("the tables of " + schema + " could not be read", e);
    }
  }

  private List<String> rows(Connection connection, String select, String table)
      throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(select + " FROM " + schema + "." + table)) {
      while (result.next()) {
        Object[] values = new Object[result.getMetaData().getColumnCount()];
        for (int i = 0; i < values.length; i++) {
          values[i] = result.getObject(i + 1);
        }
        rows.add(SinkTables.line(values));
      }
    }
    return rows;
  }

  @Override
  public void loseNextRequest() {
    network.cutInRows(1);
  }

  @Override
  public void loseNextReply() {
    network.loseReplyToCommit(1);
  }

  @Override
  public void disconnect() {
    network.cut();
    network.heal();
  }

  /** Makes the server read-only, and ends the sessions that began before that. */
  @Override
  public void refuseWrites(boolean refuse) throws IOException {
    execute(
        refuse
            ? "ALTER SYSTEM SET default_transaction_read_only = on"
            : "ALTER SYSTEM RESET default_transaction_read_only");
    execute("SELECT pg_reload_conf()");
    while (isReadOnly() != refuse) {
      Thread.onSpinWait(); // the test's timeout is the deadline
    }
    disconnect();
  }

  private boolean isReadOnly() throws IOException {
    try (Connection connection = testBed.connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SHOW default_transaction_read_only")) {
      row.next();
      return row.getString(1).equals("on");
    } catch (SQLException e) {
      throw new IOException(e);
    }
  }

  private void execute(String sql) throws IOException {
    try (Connection connection = testBed.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IOException(sql + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    try (network) {
      if (isReadOnly()) {
        refuseWrites(false);
      }
      execute("DROP SCHEMA IF EXISTS " + schema + " CASCADE");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
