// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.testbed;

import dev.sluice.engine.config.ConfigException;
import dev.sluice.engine.config.EngineConfig;
import dev.sluice.lab.command.ServiceOptions;
import dev.sluice.lab.compare.ComparedTable;
import dev.sluice.lab.compare.ComparisonResult;
import dev.sluice.lab.compare.TableComparison;
import dev.sluice.lab.engine.Capability;
import dev.sluice.lab.engine.EngineCatalog;
import dev.sluice.lab.engine.EngineMode;
import dev.sluice.lab.oracle.Oracle;
import dev.sluice.lab.oracle.OracleLoader;
import dev.sluice.lab.oracle.OracleTables;
import dev.sluice.lab.oracle.OutcomeListener;
import dev.sluice.lab.run.DecisionSource;
import dev.sluice.lab.run.EngineSetup;
import dev.sluice.lab.server.EmbeddedKafka;
import dev.sluice.lab.server.LabRun;
import dev.sluice.lab.server.RunDirectory;
import dev.sluice.lab.server.Servers;
import dev.sluice.sink.postgres.Schema;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * The servers that all tests of a run share, and the topics loaded so far. An input is loaded once,
 * the oracle reads it once, and then every engine is compared with the oracle's tables.
 * Thread-safe.
 */
public final class TestBed implements AutoCloseable {

  private static final int PARALLELISM = 2;

  private final LabRun run;
  private final Servers servers;
  private final EngineCatalog catalog = EngineCatalog.under(EngineCatalog.home());
  private final Map<String, Scenario> scenarios = new ConcurrentHashMap<>();
  private final Map<Drain, Drained> drained = new ConcurrentHashMap<>();
  private final Map<String, EngineCatalog.Entry> engines = new ConcurrentHashMap<>();
  private final AtomicInteger names = new AtomicInteger();
  private final QuickStart quickStart = new QuickStart();
  private EmbeddedKafka sinkBroker;

  /** A topic, and a schema with the oracle's tables for it. */
  public record Scenario(String topic, EngineConfig.Decision decision, OracleTables oracle) {
    public String oracleSchema() {
      return topic + "_oracle";
    }
  }

  /** Puts records into a topic that it creates. */
  @FunctionalInterface
  public interface Loading {
    /**
     * Creates the topic and loads the records.
     *
     * @param client Kafka's client properties
     * @return called with each record that the oracle decides
     */
    OutcomeListener into(String topic, Map<String, Object> client) throws Exception;
  }

  /** The key has the engine, since two engines may have modes with the same name. */
  private record Drain(EngineCatalog.Entry engine, String topic) {}

  /** The result of a run: one of the two is null. */
  private record Drained(Launch done, Throwable failure) {

    static Drained of(Supplier<Launch> run) {
      try {
        return new Drained(run.get(), null);
      } catch (RuntimeException | AssertionError e) {
        return new Drained(null, e);
      }
    }

    Launch launch() {
      if (failure != null) {
        throw new AssertionError(failure.getMessage(), failure);
      }
      return done;
    }
  }

  private TestBed(LabRun run, Servers servers) {
    this.run = run;
    this.servers = servers;
  }

  /** Creates a test bed on running servers. The run owns them, and is closed with the test bed. */
  public static TestBed on(LabRun run, Servers servers) {
    return new TestBed(run, servers);
  }

  /** Starts the servers that {@link ServiceOptions#ofSystem} selects. */
  public static TestBed open() throws IOException {
    LabRun run = LabRun.open(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
    try {
      return on(run, ServiceOptions.ofSystem().start(run));
    } catch (RuntimeException e) {
      run.close();
      throw e;
    }
  }

  public Servers servers() {
    return servers;
  }

  public RunDirectory directory() {
    return run.directory();
  }

  /**
   * A broker that has only topics of sinks, so that it can break while the source's works; the
   * first call starts it.
   */
  public synchronized EmbeddedKafka sinkBroker() throws IOException {
    if (sinkBroker == null) {
      sinkBroker = run.own(EmbeddedKafka.start(run.own(RunDirectory.open())));
    }
    return sinkBroker;
  }

  /**
   * Finds an engine by the name of a mode, or by a folder; {@code FOLDER#MODE} if it has several.
   */
  public EngineCatalog.Entry engine(String name) {
    return engines.computeIfAbsent(name, this::find);
  }

  private EngineCatalog.Entry find(String name) {
    String[] parts = name.split("#", 2);
    List<EngineCatalog.Entry> found = catalog.entries(parts[0]);
    return found.stream()
        .filter(entry -> parts.length == 1 || entry.mode().name().equals(parts[1]))
        .reduce((one, other) -> moreThanOne(name))
        .orElseThrow(
            () ->
                new ConfigException(
                    "engine", name + " names a mode that the engine does not have"));
  }

  private static EngineCatalog.Entry moreThanOne(String name) {
    throw new ConfigException(
        "engine", name + " has several modes; select one with " + name + "#MODE");
  }

  /** Adds an engine that is not in the catalog. */
  public void engine(String name, EngineCatalog.Entry entry) {
    engines.put(name, entry);
  }

  /** The default rules and times, without rules whose conditions a mode declines. */
  public DecisionSource rulesFor(EngineMode mode) {
    return PortableRules.of(mode);
  }

  /**
   * Returns the result of a run that many tests check; the first call executes it. A failed run is
   * not repeated either: all of these tests fail as it did, and an engine that hangs does so only
   * once.
   */
  public Launch once(EngineCatalog.Entry engine, Scenario scenario, Supplier<Launch> run) {
    return drained
        .computeIfAbsent(new Drain(engine, scenario.topic()), key -> Drained.of(run))
        .launch();
  }

  /** Returns a name that no topic or schema has yet. */
  public String freshName(String prefix) {
    return servers.prefix() + prefix + "_" + names.incrementAndGet();
  }

  /** Returns the scenario with the given name; the first call creates it. */
  public Scenario scenario(String name, DecisionSource source, Loading loading) {
    return scenario(name, source.decision(), loading);
  }

  /** Like {@link #scenario(String, DecisionSource, Loading)}, with a decision as it is. */
  public Scenario scenario(String name, EngineConfig.Decision decision, Loading loading) {
    return scenarios.computeIfAbsent(
        name,
        key -> {
          try {
            return set(servers.prefix() + key, decision, loading);
          } catch (Exception e) {
            throw new IllegalStateException(
                key + ": the scenario could not be created: " + e.getMessage(), e);
          }
        });
  }

  private Scenario set(String topic, EngineConfig.Decision decision, Loading loading)
      throws Exception {
    return fold(topic, decision, loading.into(topic, client()));
  }

  /** Compares the tables of a run with those of the oracle, in both directions. */
  public ComparisonResult compareToOracle(Scenario scenario, Launch launch) throws SQLException {
    try (Connection connection = connect()) {
      return TableComparison.compare(
          connection,
          scenario.oracleSchema(),
          launch.schema(),
          ComparedTable.keptBy(launch.setup().entry().mode()));
    }
  }

  /** Computes the oracle's tables for a topic as it is now, in a separate schema. */
  Scenario fold(String topic, EngineConfig.Decision decision, OutcomeListener listener)
      throws SQLException {
    OracleTables oracle = Oracle.fold(kafka(topic), decision, listener);
    Scenario scenario = new Scenario(topic, decision, oracle);
    try (Connection connection = connect()) {
      Schema.create(connection, scenario.oracleSchema());
      OracleLoader.load(connection, scenario.oracleSchema(), oracle);
    }
    return scenario;
  }

  /**
   * Returns the configuration for draining a scenario into a new schema. If the mode declines to
   * create its tables, they already exist.
   */
  public Launch launch(EngineCatalog.Entry engine, Scenario scenario) {
    return launch(engine, scenario.topic(), scenario.decision());
  }

  /** Returns the configuration for a topic that still grows. */
  public Launch launch(EngineCatalog.Entry engine, GrowingTopic topic) {
    return launch(engine, topic.name(), topic.source().decision());
  }

  private Launch launch(EngineCatalog.Entry engine, String topic, EngineConfig.Decision decision) {
    EngineSetup setup =
        EngineSetup.draining(directory(), servers, engine, topic, decision, PARALLELISM)
            .withSchema(freshName(EngineSetup.schema(engine.mode().name())));
    Launch launch = new Launch(this, setup, Map.of(), Optional.empty());
    return engine.mode().can(Capability.CREATE_TABLES) ? launch : withTables(launch);
  }

  QuickStart quickStart() {
    return quickStart;
  }

  private Launch withTables(Launch launch) {
    try (Connection connection = connect()) {
      Schema.create(connection, launch.schema());
    } catch (SQLException e) {
      throw new IllegalStateException(
          launch.schema() + ": the schema could not be created: " + e.getMessage(), e);
    }
    return launch.with("postgres.create.tables", false);
  }

  /** Turns off autovacuum for a run's tables, so that only the engine writes. */
  public void vacuumNoMore(String schema) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (ComparedTable table : ComparedTable.values()) {
        statement.execute(
            "ALTER TABLE %s.%s SET (autovacuum_enabled = off)".formatted(schema, table.sqlName()));
      }
    }
  }

  /** The broker's version, as far as it can be determined. */
  public String kafkaVersion() {
    return servers.kafkaVersion();
  }

  /** The version that the database reports. */
  public String postgresVersion() throws SQLException {
    try (Connection connection = connect()) {
      return connection.getMetaData().getDatabaseProductVersion();
    }
  }

  /** Kafka's client properties. */
  public Map<String, Object> client() {
    return servers.kafkaClient();
  }

  public EngineConfig.Kafka kafka(String topic) {
    return new EngineConfig.Kafka(servers.bootstrapServers(), topic, servers.kafkaProperties());
  }

  /** Opens a connection to the database with all rights; the caller closes it. */
  public Connection connect() throws SQLException {
    return servers.connect();
  }

  @Override
  public void close() throws IOException {
    run.close();
  }
}
