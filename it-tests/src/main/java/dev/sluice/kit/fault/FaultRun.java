// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.engine.config.EngineConfig;
import dev.sluice.kit.testbed.Groups;
import dev.sluice.kit.testbed.GrowingTopic;
import dev.sluice.kit.testbed.Launch;
import dev.sluice.kit.testbed.TestBed;
import dev.sluice.lab.engine.Capability;
import dev.sluice.lab.engine.EngineCatalog;
import dev.sluice.lab.engine.EngineChild;
import dev.sluice.lab.engine.EngineExit;
import dev.sluice.lab.engine.EngineStatus;
import dev.sluice.lab.run.SinkKind;
import dev.sluice.lab.server.EmbeddedKafka;
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
 * An engine that runs until stopped, on a topic that keeps growing, and with its database behind a
 * proxy or its rows in topics of another cluster, while one fault after another is caused. At the
 * end, its rows must equal the oracle's. Not thread-safe.
 */
public final class FaultRun implements AutoCloseable {

  /** Small, so that there are many transactions for a fault to hit. */
  private static final int BATCH_RECORDS = 100;

  /** About 300 of them leave a row. They take ten transactions or more. */
  private static final int FEED = 1_000;

  private static final String PARALLELISM = "parallelism";

  /** As many as the topic has partitions. */
  private static final int MOST_TASKS = 4;

  private static final int LOG_LINES = 60;
  private static final long LOOK_MILLIS = 2;
  private static final int LOOKS_AT_A_FEED = 200;

  private final TestBed testBed;
  private final EmbeddedServers servers;
  private final EngineCatalog.Entry entry;
  private final Duration patience;
  private final GrowingTopic topic;
  private final RunSink sink;
  private Launch launch;
  private EngineChild engine;
  private String runId;

  /**
   * How the engine got through a fault.
   *
   * @param untilFirstRow from the end of the fault to the first new row
   */
  public record Passed(Fault fault, Duration lasted, Duration untilFirstRow) {}

  private FaultRun(
      TestBed testBed,
      EngineCatalog.Entry entry,
      Duration patience,
      GrowingTopic topic,
      RunSink sink,
      UnaryOperator<Launch> settings) {
    this.testBed = testBed;
    this.servers = servers(testBed);
    this.entry = entry;
    this.patience = patience;
    this.topic = topic;
    this.sink = sink;
    this.launch = settings.apply(sink.launch().untilStopped().inBatchesOf(BATCH_RECORDS));
  }

  /** Whether the test bed has started its servers itself, and so may break them. */
  public static boolean isPossibleOn(TestBed testBed) {
    return testBed.servers() instanceof EmbeddedServers;
  }

  private static EmbeddedServers servers(TestBed testBed) {
    return (EmbeddedServers) testBed.servers();
  }

  /** Like {@link #begin(SinkKind, TestBed, EngineCatalog.Entry, long, Duration, UnaryOperator)}. */
  public static FaultRun begin(
      TestBed testBed,
      EngineCatalog.Entry entry,
      long seed,
      Duration patience,
      UnaryOperator<Launch> settings)
      throws Exception {
    return begin(SinkKind.POSTGRES, testBed, entry, seed, patience, settings);
  }

  /**
   * Starts an engine on a topic with some records.
   *
   * @param kind where its rows go
   * @param seed of the traffic
   * @param patience the timeout after which something counts as hanging
   * @param settings changes to the usual settings of the engine
   */
  public static FaultRun begin(
      SinkKind kind,
      TestBed testBed,
      EngineCatalog.Entry entry,
      long seed,
      Duration patience,
      UnaryOperator<Launch> settings)
      throws Exception {
    GrowingTopic topic = GrowingTopic.create(testBed, testBed.rulesFor(entry.mode()), seed);
    Launch plain = testBed.launch(entry, topic);
    RunSink sink =
        kind == SinkKind.KAFKA ? RunTopics.of(testBed, plain) : RunDatabase.of(testBed, plain);
    FaultRun run = new FaultRun(testBed, entry, patience, topic, sink, settings);
    try {
      topic.grow(FEED);
      run.startAgain();
      run.awaitRows(1);
      run.runId = sink.runId();
      return run;
    } catch (Exception | AssertionError e) {
      run.close();
      throw e;
    }
  }

  /** The engine's current process, or its last one if none is running. */
  public EngineChild engine() {
    return engine;
  }

  /** The configuration of the current process, or of the last one. */
  Launch launch() {
    return launch;
  }

  /** What the current process was started with, or the last one. */
  public EngineConfig configuration() {
    return launch.setup().config();
  }

  RunSink sink() {
    return sink;
  }

  /** The network to the database, of a run with tables. */
  DatabaseProxy network() {
    return database().network();
  }

  /** The cluster of the rows, of a run with topics. */
  EmbeddedKafka sinkBroker() {
    return ((RunTopics) sink).broker();
  }

  EmbeddedServers servers() {
    return servers;
  }

  Duration patience() {
    return patience;
  }

  /** The database, accessed without the proxy, of a run with tables. */
  RunDatabase database() {
    return (RunDatabase) sink;
  }

  /** What the engine must call its sink in an error. */
  public String target() {
    return sink.name();
  }

  /**
   * Starts a process of the engine, which continues with the existing tables, and waits until it
   * runs.
   */
  public void startAgain() {
    startNow();
    engine.awaitRunning(patience);
  }

  /** Like {@link #startAgain}, but does not wait until it runs. */
  void startNow() {
    engine = launch.start();
  }

  /** Stops the engine gracefully. */
  public void stop() {
    assertEquals(Optional.empty(), engine.stop(patience).problem());
  }

  /** Starts a process with other settings; none may be running. */
  public void restart(UnaryOperator<Launch> settings) {
    launch = settings.apply(launch);
    startAgain();
  }

  /** Starts a process with one task more, or with one if it had the most; none may be running. */
  void restartRescaled() {
    Object tasks =
        launch
            .changes()
            .getOrDefault(PARALLELISM, Optional.empty())
            .orElse(launch.setup().config().parallelism());
    restart(changed -> changed.with(PARALLELISM, (int) tasks % MOST_TASKS + 1));
  }

  /**
   * Starts a second process of the same run beside the current one, with a state directory of its
   * own.
   *
   * @return the previous process, which the caller must end
   */
  public EngineChild replace() {
    EngineChild before = engine;
    Path state = testBed.directory().freshFile(entry.mode().name(), "-state");
    launch = launch.with("state.dir", state.toString());
    startAgain();
    return before;
  }

  /** Appends records, and waits for a new row. */
  public void awaitMore() throws Exception {
    long rows = rows();
    feed();
    awaitRows(rows + 1);
  }

  /** Appends 1,000 records to the topic. */
  public void feed() throws Exception {
    feed(FEED);
  }

  /** Appends {@code count} records to the topic. */
  public void feed(int count) throws Exception {
    topic.grow(count);
  }

  /** The number of records in the topic. */
  public long records() {
    return topic.records();
  }

  /**
   * The number of records that the ledger has counted; without a ledger, all records of the topic.
   */
  public long counted() throws Exception {
    return keepsLedger() ? sink.counted() : records();
  }

  boolean keepsLedger() {
    return entry.mode().can(Capability.LEDGER);
  }

  /** Causes a fault; the caller must end it. */
  public Outage strike(Fault fault) throws Exception {
    return fault.strike().on(this);
  }

  /**
   * Causes a fault, ends it after a while, and waits for new rows.
   *
   * @param atLeast how long the fault lasts at least; it lasts until the engine has noticed it
   */
  public Passed pass(Fault fault, Duration atLeast) throws Exception {
    requireRunning();
    // These records are being processed when the fault takes effect.
    feed();
    long struckAt = System.nanoTime();
    Outage outage = strike(fault);
    try {
      if (fault.part() != Fault.Part.BROKER) {
        feed();
      }
      TimeUnit.NANOSECONDS.sleep(atLeast.toNanos() - (System.nanoTime() - struckAt));
      await("the engine to notice the fault: " + fault.description(), outage::isFelt);
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
   * Causes a fault that must make the engine fail, and restarts the engine when the fault is over.
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
   * Causes a fault while no engine runs, starts the engine during the fault, and ends the fault
   * when the engine has waited for the given time.
   */
  public void startDuring(Fault fault, Duration atLeast) throws Exception {
    Outage outage = strike(fault);
    try {
      long startedAt = System.nanoTime();
      startNow();
      engine.await(EngineStatus.Kind.STARTING, patience);
      await(
          "the engine to notice the fault and keep waiting: " + fault.description(),
          () -> {
            requireRunning();
            return outage.isFelt() && System.nanoTime() - startedAt > atLeast.toNanos();
          });
      assertEquals(Optional.empty(), engine.status(EngineStatus.Kind.RUNNING), fault.description());
    } finally {
      outage.mend();
    }
    engine.awaitRunning(patience);
  }

  /** Waits until the engine has noticed a fault. */
  public void awaitFelt(Outage outage) throws Exception {
    await("the engine to notice the fault", outage::isFelt);
  }

  /** The number of members of the run's consumer groups; zero if the engine uses none. */
  public long members() throws Exception {
    try (Admin admin = Admin.create(testBed.client())) {
      return Groups.members(admin, runId);
    }
  }

  /** Waits until the broker has noticed that members are gone, if there were any. */
  public void awaitFewerMembersThan(long before) throws Exception {
    await(
        "the group to have fewer members than " + before, () -> before == 0 || members() < before);
  }

  /**
   * Freezes the engine while it has an open transaction.
   *
   * @return the freeze; closing it lets the engine continue
   */
  public AutoCloseable freezeInTransaction() throws Exception {
    long deadline = System.nanoTime() + patience.toNanos();
    while (System.nanoTime() < deadline) {
      feed();
      for (int looks = 0; looks < LOOKS_AT_A_FEED; looks++) {
        if (sink.isInTransaction()) {
          Freeze freeze = Freeze.ofTree(engine.pid());
          await("the database to finish the engine's statement", () -> !sink.isAtWork());
          if (sink.isInTransaction()) {
            return freeze;
          }
          freeze.close();
        }
      }
    }
    throw new AssertionError(
        "timed out waiting for an open transaction of the engine" + logOfEngine());
  }

  /**
   * Lets the engine catch up and stops it gracefully. Asserts that its rows equal the oracle's, and
   * that it has left nothing open in its sink.
   */
  public void end() throws Exception {
    TestBed.Scenario scenario = topic.fold();
    if (keepsLedger()) {
      awaitCounted(scenario.oracle().counts().seen());
    } else {
      awaitRows(database().rows(scenario.oracleSchema()));
    }
    stop();
    sink.assertEqual(scenario);
    await("the end of the engine's sessions and transactions", () -> !sink.isLeft());
  }

  /**
   * Waits as long as the ledger moves: a schedule may draw a commit for each record, which takes
   * minutes and is not a hang.
   */
  private void awaitCounted(long all) throws Exception {
    long counted = counted();
    while (counted < all) {
      long before = counted;
      awaitRunning(
          "the ledger to count more than " + before + " of " + all + " records",
          () -> counted() > before);
      counted = counted();
    }
  }

  /** The number of rows in the tables now; in topics, the number of records that are counted. */
  public long rows() throws Exception {
    return sink.rows();
  }

  /** Waits until the tables have at least {@code count} rows. */
  public void awaitRows(long count) throws Exception {
    awaitRunning(count + " rows", () -> rows() >= count);
  }

  /** Waits for a condition; fails if the engine exits before. */
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
      assertTrue(
          System.nanoTime() < deadline, () -> "timed out waiting for " + what + logOfEngine());
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
  }

  /** Asserts that the engine is still running. */
  public void requireRunning() {
    assertTrue(
        engine.isAlive(),
        () -> entry.mode().name() + " exited without a stop request" + logOfEngine());
  }

  private String logOfEngine() {
    return "; the end of the engine's log:\n" + LogTail.of(engine.log(), LOG_LINES);
  }

  /** Ends the engine if it is still running. */
  @Override
  public void close() throws IOException, SQLException {
    try (topic;
        sink) {
      if (engine != null) {
        engine.close();
      }
    }
  }
}
