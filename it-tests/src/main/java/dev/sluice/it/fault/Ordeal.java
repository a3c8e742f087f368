package dev.sluice.it.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.it.stage.GrowingTopic;
import dev.sluice.it.stage.Launch;
import dev.sluice.it.stage.Stage;
import dev.sluice.it.stage.Tables;
import dev.sluice.lab.compare.ComparisonResult;
import dev.sluice.lab.compare.Table;
import dev.sluice.lab.compare.TableComparison;
import dev.sluice.lab.engine.Capability;
import dev.sluice.lab.engine.EngineCatalog;
import dev.sluice.lab.engine.EngineChild;
import dev.sluice.lab.engine.EngineExit;
import dev.sluice.lab.server.EmbeddedServers;
import dev.sluice.lab.server.LogTail;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An engine that runs for ever on a topic that grows, its database behind a proxy, and faults that
 * strike it one after the other; at the end its tables must be the oracle's. Not thread-safe.
 */
public final class Ordeal implements AutoCloseable {

  /** Small, so that there are many transactions for a fault to fall into. */
  private static final int BATCH_RECORDS = 100;

  /** Of them some 300 leave a row: ten transactions or more. */
  private static final int FEED = 1_000;

  private static final String SESSIONS = "SELECT count(*) FROM pg_stat_activity WHERE ";
  private static final int NO_PORT = -2;
  private static final int LOG_LINES = 60;
  private static final long LOOK_MILLIS = 2;
  private static final int LOOKS_AT_A_FEED = 200;
  private static final long SETTLED_MILLIS = 100;

  private final Stage stage;
  private final EmbeddedServers servers;
  private final EngineCatalog.Entry entry;
  private final Duration patience;
  private final GrowingTopic topic;
  private final DatabaseProxy network;
  private Launch launch;
  private EngineChild engine;

  /**
   * How a fault was passed.
   *
   * @param untilFirstRow from the end of the fault to the first row that is new
   */
  public record Passed(Fault fault, Duration lasted, Duration untilFirstRow) {}

  private Ordeal(
      Stage stage,
      EngineCatalog.Entry entry,
      Duration patience,
      GrowingTopic topic,
      DatabaseProxy network,
      UnaryOperator<Launch> settings) {
    this.stage = stage;
    this.servers = servers(stage);
    this.entry = entry;
    this.patience = patience;
    this.topic = topic;
    this.network = network;
    Launch plain =
        stage
            .launch(entry, topic)
            .forEver()
            .inBatchesOf(BATCH_RECORDS)
            .with(
                "postgres.url",
                servers.jdbcUrl().replace(":" + servers.database().port(), ":" + network.port()));
    this.launch = settings.apply(plain);
  }

  /** Whether the servers of a stage are its own to break. */
  public static boolean isPossibleOn(Stage stage) {
    return stage.servers() instanceof EmbeddedServers;
  }

  private static EmbeddedServers servers(Stage stage) {
    return (EmbeddedServers) stage.servers();
  }

  /**
   * Starts an engine on a topic that has its first records.
   *
   * @param seed of the traffic
   * @param patience beyond which something hangs
   * @param settings what the engine is started with beside the usual
   */
  public static Ordeal begin(
      Stage stage,
      EngineCatalog.Entry entry,
      long seed,
      Duration patience,
      UnaryOperator<Launch> settings)
      throws Exception {
    GrowingTopic topic = GrowingTopic.create(stage, stage.rulesFor(entry.mode()), seed);
    DatabaseProxy network = DatabaseProxy.before(servers(stage).database().port());
    Ordeal ordeal = new Ordeal(stage, entry, patience, topic, network, settings);
    try {
      topic.grow(FEED);
      ordeal.startAgain();
      ordeal.awaitRows(1);
      return ordeal;
    } catch (Exception | AssertionError e) {
      ordeal.close();
      throw e;
    }
  }

  /** The engine's process; its last one where it does not run. */
  public EngineChild engine() {
    return engine;
  }

  DatabaseProxy network() {
    return network;
  }

  EmbeddedServers servers() {
    return servers;
  }

  Duration patience() {
    return patience;
  }

  /** Starts a process of the engine, which goes on where the tables are. */
  public void startAgain() {
    engine = launch.start();
    engine.awaitRunning(patience);
  }

  /** Has the engine stop in good order. */
  public void stop() {
    assertEquals(Optional.empty(), engine.stop(patience).problem());
  }

  /** Starts a process with other settings, where none runs. */
  public void restart(UnaryOperator<Launch> settings) {
    launch = settings.apply(launch);
    startAgain();
  }

  /**
   * Starts another process of the same run beside the one that runs, with state of its own.
   *
   * @return the one before, which is the caller's to end
   */
  public EngineChild replace() {
    EngineChild before = engine;
    Path state = stage.directory().freshFile(entry.mode().name(), "-state");
    launch = launch.with("state.dir", state.toString());
    startAgain();
    return before;
  }

  /** Appends records, and waits until there is a row that is new. */
  public void awaitMore() throws Exception {
    long rows = rows();
    feed();
    awaitRows(rows + 1);
  }

  /** Appends records to the topic. */
  public void feed() throws Exception {
    feed(FEED);
  }

  /** Appends so many records to the topic. */
  public void feed(int count) throws Exception {
    topic.grow(count);
  }

  /** Records in the topic. */
  public long records() {
    return topic.records();
  }

  /** Records that the ledger has counted; where the engine keeps none, as if that were all. */
  public long counted() throws SQLException {
    return entry.mode().can(Capability.LEDGER) ? seen(launch.schema()) : records();
  }

  /** Has a fault strike; it is for the caller to end it. */
  public Outage strike(Fault fault) throws Exception {
    return fault.strike().on(this);
  }

  /**
   * Has a fault strike, last and end, and waits until rows come again.
   *
   * @param atLeast how long it lasts; longer where the engine has not met it by then
   */
  public Passed pass(Fault fault, Duration atLeast) throws Exception {
    requireRunning();
    // Records that are under way when it strikes.
    feed();
    long struckAt = System.nanoTime();
    Outage outage = strike(fault);
    try {
      if (fault.part() != Fault.Part.BROKER) {
        feed();
      }
      TimeUnit.NANOSECONDS.sleep(atLeast.toNanos() - (System.nanoTime() - struckAt));
      await("the engine has met that " + fault.says(), outage::isFelt);
    } finally {
      outage.mend();
    }
    long mendedAt = System.nanoTime();
    requireRunning();
    awaitMore();
    return new Passed(
        fault,
        Duration.ofNanos(mendedAt - struckAt),
        Duration.ofNanos(System.nanoTime() - mendedAt));
  }

  /**
   * Has a fault strike that the engine is to fail by; it is started again when the fault is over.
   *
   * @return how the engine ended
   */
  public EngineExit failBy(Fault fault) throws Exception {
    requireRunning();
    Outage outage = strike(fault);
    EngineExit exit;
    try {
      feed();
      exit = engine.awaitEnd(patience);
    } finally {
      outage.mend();
    }
    startAgain();
    return exit;
  }

  /**
   * Freezes the engine at a moment when it has begun a transaction and not ended it.
   *
   * @return to be closed for it to go on
   */
  public AutoCloseable freezeInTransaction() throws Exception {
    long deadline = System.nanoTime() + patience.toNanos();
    while (System.nanoTime() < deadline) {
      feed();
      for (int looks = 0; looks < LOOKS_AT_A_FEED; looks++) {
        if (isInTransaction()) {
          Freeze freeze = Freeze.ofTree(engine.pid());
          // What it had sent already goes on to its end.
          TimeUnit.MILLISECONDS.sleep(SETTLED_MILLIS);
          if (isInTransaction()) {
            return freeze;
          }
          freeze.close();
        }
      }
    }
    throw new AssertionError("never seen in a transaction" + logOfEngine());
  }

  private boolean isInTransaction() throws SQLException {
    return count(SESSIONS + isSessionOfEngine() + " AND xact_start IS NOT NULL") > 0;
  }

  /**
   * Lets the engine catch up, stops it in good order, and asserts that its tables are the oracle's
   * and that nothing of it is left in the database.
   */
  public void end() throws Exception {
    Stage.Scene scene = topic.fold();
    if (entry.mode().can(Capability.LEDGER)) {
      long all = seen(scene.oracleSchema());
      awaitRunning("the ledger is past all " + all, () -> seen(launch.schema()) >= all);
    } else {
      awaitRows(rows(scene.oracleSchema()));
    }
    stop();
    try (Connection connection = connect()) {
      ComparisonResult result =
          TableComparison.compare(
              connection, scene.oracleSchema(), launch.schema(), Table.keptBy(entry.mode()));
      assertTrue(
          result.isIdentical(), () -> entry.mode().name() + " differs from the oracle: " + result);
    }
    String left = SESSIONS + isFrom(network.allPorts());
    await("no session of the engine is left", () -> count(left) == 0);
    assertEquals(0, count("SELECT count(*) FROM pg_prepared_xacts"), "prepared transactions");
  }

  private long seen(String schema) throws SQLException {
    return count("SELECT sum(next - first) FROM " + schema + ".ledger");
  }

  /** A condition of SQL on {@code pg_stat_activity}. */
  String isSessionOfEngine() {
    return isFrom(network.ports());
  }

  private static String isFrom(Collection<Integer> ports) {
    return "client_port IN (%s)"
        .formatted(
            Stream.concat(Stream.of(NO_PORT), ports.stream())
                .map(String::valueOf)
                .collect(Collectors.joining(",")));
  }

  /** A table of the run. */
  String table(String name) {
    return launch.schema() + "." + name;
  }

  /** A connection past the proxy; the caller closes it. */
  Connection connect() throws SQLException {
    return stage.connect();
  }

  /** The one number that a query gives. */
  long count(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }

  /** Rows in the tables now. */
  public long rows() throws SQLException {
    return rows(launch.schema());
  }

  private long rows(String schema) throws SQLException {
    try (Connection connection = connect()) {
      return Tables.rows(connection, schema);
    }
  }

  /** Waits until so many rows stand in the tables, or more. */
  public void awaitRows(long count) throws Exception {
    awaitRunning(count + " rows", () -> rows() >= count);
  }

  /** Waits for a condition that comes about only while the engine runs. */
  private void awaitRunning(String what, Callable<Boolean> condition) throws Exception {
    await(
        what,
        () -> {
          requireRunning();
          return condition.call();
        });
  }

  /** Waits for a condition. */
  void await(String what, Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!condition.call()) {
      assertTrue(System.nanoTime() < deadline, () -> "in vain awaited: " + what + logOfEngine());
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
  }

  /** Asserts that the engine has not ended by itself. */
  public void requireRunning() {
    assertTrue(
        engine.isAlive(), () -> entry.mode().name() + " has ended by itself" + logOfEngine());
  }

  private String logOfEngine() {
    return "; the end of its log:\n" + LogTail.of(engine.log(), LOG_LINES);
  }

  /** Ends the engine if it still runs. */
  @Override
  public void close() throws IOException {
    try (topic;
        network) {
      if (engine != null) {
        engine.close();
      }
    }
  }
}
