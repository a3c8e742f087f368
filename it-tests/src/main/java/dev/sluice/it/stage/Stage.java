package dev.sluice.it.stage;

import dev.sluice.engine.config.ConfigException;
import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.ledger.Schema;
import dev.sluice.lab.engine.Capability;
import dev.sluice.lab.engine.EngineCatalog;
import dev.sluice.lab.engine.EngineMode;
import dev.sluice.lab.oracle.Oracle;
import dev.sluice.lab.oracle.OracleLoader;
import dev.sluice.lab.oracle.OracleTables;
import dev.sluice.lab.oracle.OutcomeListener;
import dev.sluice.lab.run.DecisionSource;
import dev.sluice.lab.run.EngineSetup;
import dev.sluice.lab.server.EmbeddedServers;
import dev.sluice.lab.server.LabRun;
import dev.sluice.lab.server.RunDirectory;
import dev.sluice.lab.server.Servers;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * The servers that all tests of a run share, and the topics loaded so far: an input is loaded and
 * folded once, and then every engine is held against it. Safe for use by many threads.
 */
public final class Stage implements AutoCloseable {

  private static final int PARALLELISM = 2;

  private final LabRun run;
  private final Servers servers;
  private final EngineCatalog catalog = EngineCatalog.under(EngineCatalog.home());
  private final Map<String, Scene> scenes = new ConcurrentHashMap<>();
  private final Map<String, Launch> drained = new ConcurrentHashMap<>();
  private final Map<String, EngineCatalog.Entry> engines = new ConcurrentHashMap<>();
  private final AtomicInteger names = new AtomicInteger();

  /** A topic, and in a schema of its own what the oracle makes of it. */
  public record Scene(String topic, DecisionSource source, OracleTables oracle) {
    public String oracleSchema() {
      return "oracle_" + topic;
    }
  }

  /** Puts records into a topic that it creates. */
  @FunctionalInterface
  public interface Loading {
    /**
     * Loads.
     *
     * @param client Kafka's client properties
     * @return what is to be told of each record that the oracle decides
     */
    OutcomeListener into(String topic, Map<String, Object> client) throws Exception;
  }

  private Stage(LabRun run, Servers servers) {
    this.run = run;
    this.servers = servers;
  }

  /** On servers that are up; both are closed by whoever opened them. */
  public static Stage on(LabRun run, Servers servers) {
    return new Stage(run, servers);
  }

  /** Starts the servers. */
  public static Stage open() throws IOException {
    LabRun run = LabRun.open(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
    try {
      return new Stage(run, run.own(EmbeddedServers.start(run.directory())));
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

  /** The engine of a mode's name, or of a folder; {@code FOLDER#MODE} where that has several. */
  public EngineCatalog.Entry engine(String name) {
    return engines.computeIfAbsent(name, this::find);
  }

  private EngineCatalog.Entry find(String name) {
    String[] parts = name.split("#", 2);
    List<EngineCatalog.Entry> found = catalog.entries(parts[0]);
    return found.stream()
        .filter(entry -> parts.length == 1 || entry.mode().name().equals(parts[1]))
        .reduce((one, other) -> moreThanOne(name))
        .orElseThrow(() -> new ConfigException("engine", name + " has no such mode"));
  }

  private static EngineCatalog.Entry moreThanOne(String name) {
    throw new ConfigException("engine", name + " has several modes; say which: " + name + "#MODE");
  }

  /** Takes an engine that is in no catalog. */
  public void engine(String name, EngineCatalog.Entry entry) {
    engines.put(name, entry);
  }

  /** The default rules and times, without the conditions that a mode declines. */
  public DecisionSource rulesFor(EngineMode mode) {
    return PortableRules.of(mode);
  }

  /** The result of a run that many tests look at, made at the first call. */
  public Launch once(EngineCatalog.Entry engine, Scene scene, Supplier<Launch> run) {
    return drained.computeIfAbsent(engine.mode().name() + " on " + scene.topic(), key -> run.get());
  }

  /** A name that no topic or schema has yet. */
  public String freshName(String prefix) {
    return prefix + "_" + names.incrementAndGet();
  }

  /** The scene of a name, set at the first call. */
  public Scene scene(String name, DecisionSource source, Loading loading) {
    return scenes.computeIfAbsent(
        name,
        topic -> {
          try {
            return set(topic, source, loading);
          } catch (Exception e) {
            throw new IllegalStateException("setting the scene " + topic, e);
          }
        });
  }

  private Scene set(String topic, DecisionSource source, Loading loading) throws Exception {
    OutcomeListener listener = loading.into(topic, client());
    OracleTables oracle = Oracle.fold(kafka(topic), source.decision(), listener);
    Scene scene = new Scene(topic, source, oracle);
    try (Connection connection = connect()) {
      Schema.create(connection, scene.oracleSchema());
      OracleLoader.load(connection, scene.oracleSchema(), oracle);
    }
    return scene;
  }

  /**
   * What an engine is started with to drain a scene into a schema that no one used before. Where
   * the mode declines to create its tables, they are there already.
   */
  public Launch launch(EngineCatalog.Entry engine, Scene scene) {
    EngineSetup setup =
        EngineSetup.draining(
                directory(), servers, engine, scene.topic(), scene.source().decision(), PARALLELISM)
            .withSchema(freshName(EngineSetup.schema(engine.mode().name())));
    Launch launch = new Launch(this, setup, Map.of());
    return engine.mode().can(Capability.CREATE_TABLES) ? launch : withTables(launch);
  }

  private Launch withTables(Launch launch) {
    try (Connection connection = connect()) {
      Schema.create(connection, launch.schema());
    } catch (SQLException e) {
      throw new IllegalStateException("creating the schema " + launch.schema(), e);
    }
    return launch.with("postgres.create.tables", false);
  }

  /** Kafka's client properties. */
  public Map<String, Object> client() {
    Map<String, Object> client = new HashMap<>(servers.kafkaProperties());
    client.put("bootstrap.servers", servers.bootstrapServers());
    return client;
  }

  public EngineConfig.Kafka kafka(String topic) {
    return new EngineConfig.Kafka(servers.bootstrapServers(), topic, servers.kafkaProperties());
  }

  /** A connection to the database, with every right; the caller closes it. */
  public Connection connect() throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", servers.user());
    properties.setProperty("password", servers.password());
    properties.setProperty("reWriteBatchedInserts", "true");
    return DriverManager.getConnection(servers.jdbcUrl(), properties);
  }

  @Override
  public void close() throws IOException {
    run.close();
  }
}
