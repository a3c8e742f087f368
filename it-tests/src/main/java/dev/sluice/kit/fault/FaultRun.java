package dev.sluice.kit.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.kit.testbed.Groups;
import dev.sluice.kit.testbed.GrowingTopic;
import dev.sluice.kit.testbed.Launch;
import dev.sluice.kit.testbed.TestBed;
import dev.sluice.lab.engine.Capability;
import dev.sluice.lab.engine.EngineCatalog;
import dev.sluice.lab.engine.EngineChild;
import dev.sluice.lab.engine.EngineExit;
import dev.sluice.lab.engine.EngineStatus;
import dev.sluice.lab.server.EmbeddedServers;
import dev.sluice.lab.server.LogTail;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.admin.Admin;

/**
 * An engine that runs for ever on a topic that grows, its database behind a proxy, and faults that
 * strike it one after the other; at the end its tables must be the oracle's. Not thread-safe.
 */
public final class FaultRun implements AutoCloseable {

  /** Small, so that there are many transactions for a fault to fall into. */
  private static final int BATCH_RECORDS = 100;

  /** Of them some 300 leave a row: ten transactions or more. */
  private static final int FEED = 1_000;

  private static final int LOG_LINES = 60;
  private static final long LOOK_MILLIS = 2;
  private static final int LOOKS_AT_A_FEED = 200;

  private final TestBed testBed;
  private final EmbeddedServers servers;
  private final EngineCatalog.Entry entry;
  private final Duration patience;
  private final GrowingTopic topic;
  private final DatabaseProxy network;
  private final RunDatabase database;
  private Launch launch;
  private EngineChild engine;
  private String runId;

  /**
   * How a fault was passed.
   *
   * @param untilFirstRow from the end of the fault to the first row that is new
   */
  public record Passed(Fault fault, Duration lasted, Duration untilFirstRow) {}

  private FaultRun(
      TestBed testBed,
      EngineCatalog.Entry entry,
      Duration patience,
      GrowingTopic topic,
      DatabaseProxy network,
      UnaryOperator<Launch> settings) {
    this.testBed = testBed;
    this.servers = servers(testBed);
    this.entry = entry;
    this.patience = patience;
    this.topic = topic;
    this.network = network;
    Launch plain =
        testBed
            .launch(entry, topic)
            .forEver()
            .inBatchesOf(BATCH_RECORDS)
            .with(
                "postgres.url",
                servers.jdbcUrl().replace(":" + servers.database().port(), ":" + network.port()));
    this.launch = settings.apply(plain);
    this.database = new RunDatabase(testBed, network, launch.schema());
  }

  /** Whether the servers of a test bed are its own to break. */
  public static boolean isPossibleOn(TestBed testBed) {
    return testBed.servers() instanceof EmbeddedServers;
  }

  private static EmbeddedServers servers(TestBed testBed) {
    return (EmbeddedServers) testBed.servers();
  }

  /**
   * Starts an engine on a topic that has its first records.
   *
   * @param seed of the traffic
   * @param patience beyond which something hangs
   * @param settings what the engine is started with beside the usual
   */
  public static FaultRun begin(
      TestBed testBed,
      EngineCatalog.Entry entry,
      long seed,
      Duration patience,
      UnaryOperator<Launch> settings)
      throws Exception {
    GrowingTopic topic = GrowingTopic.create(testBed, testBed.rulesFor(entry.mode()), seed);
    DatabaseProxy network = DatabaseProxy.before(servers(testBed).database().port());
    FaultRun run = new FaultRun(testBed, entry, patience, topic, network, settings);
    try {
      topic.grow(FEED);
      run.startAgain();
      run.awaitRows(1);
      run.runId = run.database.runId();
      return run;
    } catch (Exception | AssertionError e) {
      run.close();
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

  /** The database as it is, past the proxy. */
  RunDatabase database() {
    return database;
  }

  /** Starts a process of the engine, which goes on where the tables are. */
  public void startAgain() {
    startNow();
    engine.awaitRunning(patience);
  }

  /** The same, and does not wait until it runs. */
  void startNow() {
    engine = launch.start();
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
    Path state = testBed.directory().freshFile(entry.mode().name(), "-state");
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
    return keepsLedger() ? database.counted(launch.schema()) : records();
  }

  boolean keepsLedger() {
    return entry.mode().can(Capability.LEDGER);
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
   * Has a fault strike while no engine runs, starts one into it, and ends the fault when the engine
   * has waited for so long.
   */
  public void startDuring(Fault fault, Duration atLeast) throws Exception {
    Outage outage = strike(fault);
    try {
      long startedAt = System.nanoTime();
      startNow();
      engine.await(EngineStatus.Kind.STARTING, patience);
      await(
          "the engine has met that " + fault.says() + ", and for a while",
          () -> {
            requireRunning();
            return outage.isFelt() && System.nanoTime() - startedAt > atLeast.toNanos();
          });
      assertEquals(Optional.empty(), engine.status(EngineStatus.Kind.RUNNING), fault.says());
    } finally {
      outage.mend();
    }
    engine.awaitRunning(patience);
  }

  /** Waits until the engine has met a fault. */
  public void awaitFelt(Outage outage) throws Exception {
    await("the engine has met the fault", outage::isFelt);
  }

  /** Members of the run's consumer groups; none where the engine uses none. */
  public long members() throws Exception {
    try (Admin admin = Admin.create(testBed.client())) {
      return Groups.members(admin, runId);
    }
  }

  /** Waits until the broker has seen that members are gone, where there were any. */
  public void awaitFewerMembersThan(long before) throws Exception {
    await("the group has fewer members than " + before, () -> before == 0 || members() < before);
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
        if (database.isInTransaction()) {
          Freeze freeze = Freeze.ofTree(engine.pid());
          await("the database has done what was sent", () -> !database.isAtWork());
          if (database.isInTransaction()) {
            return freeze;
          }
          freeze.close();
        }
      }
    }
    throw new AssertionError("never seen in a transaction" + logOfEngine());
  }

  /**
   * Lets the engine catch up, stops it in good order, and asserts that its tables are the oracle's
   * and that nothing of it is left in the database.
   */
  public void end() throws Exception {
    TestBed.Scenario scenario = topic.fold();
    String oracle = scenario.oracleSchema();
    if (keepsLedger()) {
      long all = database.counted(oracle);
      awaitRunning("the ledger is past all " + all, () -> counted() >= all);
    } else {
      awaitRows(database.rows(oracle));
    }
    stop();
    database.assertEqual(oracle, entry.mode());
    await("no session of the engine is left", () -> !database.hasSession());
    database.assertNothingPrepared();
  }

  /** Rows in the tables now. */
  public long rows() throws SQLException {
    return database.rows(launch.schema());
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
  public void close() throws IOException, SQLException {
    try (topic;
        network;
        database) {
      if (engine != null) {
        engine.close();
      }
    }
  }
}
