// SPDX-License-Identifier: Apache-2.0
package dev.sluice.sink.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.engine.config.ConfigException;
import dev.sluice.engine.ledger.Counts;
import dev.sluice.engine.ledger.LedgerException;
import dev.sluice.engine.ledger.LedgerRow;
import dev.sluice.engine.ledger.Pipeline;
import dev.sluice.model.Reason;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tests the tables, the privileges on them, and the pipeline and ledger rows (R10, R15). */
@ExtendWith(TestPostgres.Extension.class)
class SchemaTest {

  private static final Pipeline PIPELINE =
      new Pipeline(1, "r1", "k1", "hits", "t1", "abc", null, null, 60_000_000, 10_000, "a=1", "rc");

  private static final Pipeline MAPPED =
      new Pipeline(
          1, "r1", "k1", "hits", "t1", "abc", "def", null, 60_000_000, 10_000, "a=1", "rc");

  private final TestPostgres postgres;

  SchemaTest(TestPostgres postgres) {
    this.postgres = postgres;
  }

  @Test
  void ddlNamesTheSchemaQuoted() {
    String ddl = Schema.ddl("a\"; DROP TABLE x; --");
    assertTrue(ddl.contains("CREATE SCHEMA IF NOT EXISTS \"a\"\"; DROP TABLE x; --\";"), ddl);
    assertTrue(ddl.contains("\"a\"\"; DROP TABLE x; --\".ledger ("), ddl);
    assertFalse(ddl.contains(":\"schema\""), ddl);
  }

  @Test
  void nameThatPostgresCouldNotKeepIsRefused() {
    assertEquals("\u00fc".repeat(31), Schema.checkedName("\u00fc".repeat(31)));
    for (String name : new String[] {null, "", "\u00fc".repeat(32), "a\0b", "pg_mine"}) {
      ConfigException e = assertThrows(ConfigException.class, () -> Schema.checkedName(name), name);
      assertTrue(e.getMessage().startsWith("postgres.schema: "), e.getMessage());
    }
  }

  @Test
  void r10_twoThatCreateAtOnceBothSucceed() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      for (int round = 0; round < 5; round++) {
        String schema = "at once " + round;
        CyclicBarrier barrier = new CyclicBarrier(4);
        Callable<Boolean> creator =
            () -> {
              try (Connection connection = PgSession.open(postgres.settings(schema), "test")) {
                barrier.await();
                Schema.create(connection, schema);
                return connection.getAutoCommit();
              }
            };
        List<Future<Boolean>> created = threads.invokeAll(Collections.nCopies(4, creator));
        for (Future<Boolean> one : created) {
          assertTrue(one.get());
        }
        assertEquals(
            List.of("5"),
            postgres.query("SELECT count(*) FROM pg_tables WHERE schemaname = '" + schema + "'"));
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void r10_engineNeedsNoRightToCreateAnything() throws SQLException {
    TestRun run = new TestRun(postgres, 0, 1);
    String role = "Engine's \"" + run.schema.hashCode() + "\"";
    postgres.execute("REVOKE TEMPORARY ON DATABASE postgres FROM PUBLIC");
    postgres.execute("CREATE ROLE " + Sql.identifier(role) + " LOGIN PASSWORD 'secret'");
    run.settings = postgres.settings(run.schema, postgres.port(), role, "secret");

    LedgerException e =
        assertThrows(LedgerException.class, () -> run.write(TestRun.range(0, 0, 3)));
    assertTrue(e.getMessage().contains("grant the engine's role"), e.getMessage());

    postgres.execute(Schema.grants(run.schema, role));
    run.write(
        List.of(
            TestRun.accepted(0, 0),
            TestRun.late(0, 1, "x", 20_000_000),
            TestRun.malformed(0, 2, Reason.NOT_JSON, "x"),
            TestRun.accepted(1, 0)));
    try (Connection connection = run.open()) {
      Schema.create(connection, run.schema);
      assertEquals(PIPELINE, PgPipeline.insertIfAbsent(connection, run.schema, PIPELINE));
      assertThrows(SQLException.class, () -> Schema.create(connection, "not mine"));
      assertTrue(connection.getAutoCommit());
    }
    assertEquals(
        List.of(
            "0|0|3|{\"late\": 1, \"accepted\": 1, \"malformed:not_json\": 1}",
            "1|0|1|{\"accepted\": 1}"),
        run.ledger());
  }

  @Test
  void r10_firstPipelineStands() throws SQLException {
    String schema = postgres.newSchema();
    Pipeline other =
        new Pipeline(
            1, "r2", "k1", "hits", "t1", "abc", null, 15L, 60_000_000, 10_000, "a=1", "rc");
    try (Connection connection = postgres.admin()) {
      assertEquals(Optional.empty(), PgPipeline.read(connection, schema));
      assertEquals(PIPELINE, PgPipeline.insertIfAbsent(connection, schema, PIPELINE));
      assertEquals(PIPELINE, PgPipeline.insertIfAbsent(connection, schema, other));
      assertEquals(Optional.of(PIPELINE), PgPipeline.read(connection, schema));
    }
    assertNull(PIPELINE.allowedLatenessMicros());
  }

  @Test
  void r10_aMappingIsKeptWithThePipeline() throws SQLException {
    String schema = postgres.newSchema();
    try (Connection connection = postgres.admin()) {
      assertEquals(MAPPED, PgPipeline.insertIfAbsent(connection, schema, MAPPED));
      assertEquals(MAPPED, PgPipeline.insertIfAbsent(connection, schema, PIPELINE));
    }
  }

  /** A table from before there were mappings. */
  private String oldSchema() throws SQLException {
    String schema = postgres.newSchema();
    postgres.execute("ALTER TABLE " + Sql.table(schema, "pipeline") + " DROP COLUMN events_sha256");
    return schema;
  }

  @Test
  void r10_anOldTableGoesOnWithoutAMapping() throws SQLException {
    String schema = oldSchema();
    try (Connection connection = postgres.admin()) {
      assertEquals(Optional.empty(), PgPipeline.read(connection, schema));
      assertEquals(PIPELINE, PgPipeline.insertIfAbsent(connection, schema, PIPELINE));
      assertEquals(Optional.of(PIPELINE), PgPipeline.read(connection, schema));
    }
  }

  @Test
  void r10_anOldTableTakesAMappingAfterOneStatementThatTheErrorNames() throws SQLException {
    String schema = oldSchema();
    try (Connection connection = postgres.admin()) {
      ConfigException e =
          assertThrows(
              ConfigException.class, () -> PgPipeline.insertIfAbsent(connection, schema, MAPPED));
      String start =
          "events: the table pipeline of schema "
              + schema
              + " was made before there were mappings and lacks the column events_sha256; run ";
      assertTrue(e.getMessage().startsWith(start), e.getMessage());
      postgres.execute(e.getMessage().substring(start.length()));
      assertEquals(MAPPED, PgPipeline.insertIfAbsent(connection, schema, MAPPED));
    }
  }

  @Test
  void r10_creatingTablesCompletesAnOldOne() throws SQLException {
    for (boolean ddl : new boolean[] {false, true}) {
      String schema = oldSchema();
      try (Connection connection = postgres.admin()) {
        PgPipeline.insertIfAbsent(connection, schema, PIPELINE);
        if (ddl) {
          postgres.execute(Schema.ddl(schema));
        } else {
          Schema.create(connection, schema);
        }
        assertEquals(Optional.of(PIPELINE), PgPipeline.read(connection, schema));
        postgres.execute("DELETE FROM " + Sql.table(schema, "pipeline"));
        assertEquals(MAPPED, PgPipeline.insertIfAbsent(connection, schema, MAPPED));
      }
    }
  }

  @Test
  void r10_anOldTableOfAnotherRoleIsLeftAsItIs() throws SQLException {
    String schema = oldSchema();
    String role = "engine_of_an_old_schema";
    postgres.execute("CREATE ROLE " + role + " LOGIN PASSWORD 'secret'");
    postgres.execute(Schema.grants(schema, role));
    PgSettings settings = postgres.settings(schema, postgres.port(), role, "secret");
    try (Connection connection = PgSession.open(settings, "test")) {
      Schema.create(connection, schema);
      assertEquals(PIPELINE, PgPipeline.insertIfAbsent(connection, schema, PIPELINE));
    }
  }

  @Test
  void r15_ledgerRowsAreInsertedOnlyWhereThereAreNone() throws SQLException {
    String schema = postgres.newSchema();
    try (Connection connection = postgres.admin()) {
      assertEquals(
          Set.of(0, 2), Ledger.insertMissing(connection, schema, "t", Map.of(0, 5L, 2, 0L)));
      assertEquals(Set.of(1), Ledger.insertMissing(connection, schema, "t", Map.of(0, 9L, 1, 7L)));
      assertEquals(Set.of(), Ledger.insertMissing(connection, schema, "t", Map.of()));
      assertEquals(
          List.of(
              new LedgerRow(0, 5, 5, Counts.NONE),
              new LedgerRow(1, 7, 7, Counts.NONE),
              new LedgerRow(2, 0, 0, Counts.NONE)),
          List.copyOf(Ledger.rows(connection, schema, "t").values()));
      assertEquals(Map.of(), Ledger.rows(connection, schema, "other"));
    }
  }

  @Test
  void r9_sessionsAreBoundAndSetApartFromTheServersDefaults() throws SQLException {
    postgres.execute("CREATE ROLE odd LOGIN SUPERUSER PASSWORD 'odd'");
    postgres.execute("ALTER ROLE odd SET default_transaction_isolation = 'serializable'");
    postgres.execute("ALTER ROLE odd SET timezone = 'Asia/Kathmandu'");
    PgSettings settings = postgres.settings("s", postgres.port(), "odd", "odd");
    try (Connection connection = PgSession.open(settings, "sluice/r1");
        var statement = connection.createStatement();
        var result =
            statement.executeQuery(
                "SELECT current_setting('TimeZone'), current_setting('search_path'),"
                    + " current_setting('transaction_isolation'), current_setting('lock_timeout'),"
                    + " current_setting('idle_in_transaction_session_timeout'),"
                    + " current_setting('transaction_timeout'),"
                    + " current_setting('application_name')")) {
      result.next();
      assertEquals("UTC", result.getString(1));
      assertEquals("", result.getString(2));
      assertEquals("read committed", result.getString(3));
      assertEquals("15s", result.getString(4));
      assertEquals("15s", result.getString(5));
      assertEquals("30s", result.getString(6));
      assertEquals("sluice/r1", result.getString(7));
    }
  }

  @Test
  void urlOfAnotherDatabaseIsRefused() {
    PgSettings settings = new PgSettings("jdbc:mysql://127.0.0.1/x", "u", "p", "s", false);
    ConfigException e = assertThrows(ConfigException.class, () -> PgSession.open(settings, "test"));
    assertTrue(e.getMessage().startsWith("postgres.url: "), e.getMessage());
  }
}
