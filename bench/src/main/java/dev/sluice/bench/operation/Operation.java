// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.operation;

import dev.sluice.bench.Bench;
import dev.sluice.bench.measure.ResultFile;
import dev.sluice.bench.measure.ServerUse;
import dev.sluice.bench.throughput.Expected;
import dev.sluice.engine.config.EngineConfig;
import dev.sluice.lab.engine.EngineCatalog;
import dev.sluice.lab.engine.EngineChild;
import dev.sluice.lab.engine.EngineFailure;
import dev.sluice.lab.engine.EngineStatus;
import dev.sluice.lab.engine.EngineStatus.Kind;
import dev.sluice.lab.input.Input;
import dev.sluice.lab.input.TopicLoader;
import dev.sluice.lab.input.traffic.TrafficGenerator;
import dev.sluice.lab.input.traffic.TrafficProfile;
import dev.sluice.lab.run.DecisionSource;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Measures the rest of a plan, one engine after the other in each round. */
final class Operation {

  private static final String BACKLOG = "bench-backlog";
  private static final String GROWING = "bench-growing";
  private static final int PARTITIONS = 4;
  private static final double NANOS = 1e9;
  private static final double MILLIS = 1_000;
  private static final double MEBI = 1024 * 1024;

  /** The interval of checks that does not slow down an engine's start. */
  private static final Duration SELDOM = Duration.ofMillis(100);

  /**
   * The interval of checks, which is the precision of the time at which an engine has caught up.
   */
  private static final Duration OFTEN = Duration.ofMillis(20);

  private final Bench bench;
  private final OperationPlan plan;
  private final ResultFile<Observation> file;
  private final TopicLoader topics;
  private Expected backlog;

  Operation(Bench bench, OperationPlan plan, ResultFile<Observation> file) {
    this.bench = bench;
    this.plan = plan;
    this.file = file;
    this.topics = new TopicLoader(bench.servers().kafkaClient());
  }

  /** One exercise of one engine. */
  private interface Trial {
    /** Returns the problem, or empty; puts what it measures into the map. */
    Optional<String> run(EngineCatalog.Entry entry, Map<Measure, Double> measures)
        throws SQLException, IOException, InterruptedException;
  }

  /**
   * Measures.
   *
   * @param entries the plan's engines, in order
   */
  void measure(List<EngineCatalog.Entry> entries)
      throws SQLException, IOException, InterruptedException {
    rounds(Exercise.START_UP, plan.startUps(), entries, this::startUp);
    rounds(Exercise.RECOVERY, plan.recoveries(), entries, this::recovery);
    if (plan.idleSeconds() > 0) {
      if (!isDone(Exercise.IDLE, Observation.NO_ENGINE, 1)) {
        file.add(serversOnly());
      }
      rounds(Exercise.IDLE, 1, entries, this::idle);
    }
    if (backlog != null) {
      topics.delete(topic(BACKLOG));
    }
  }

  private void rounds(Exercise exercise, int rounds, List<EngineCatalog.Entry> entries, Trial trial)
      throws SQLException, IOException, InterruptedException {
    for (int round = 1; round <= rounds; round++) {
      for (EngineCatalog.Entry entry : entries) {
        if (!isDone(exercise, entry.mode().name(), round)) {
          bench.makeArchives(List.of(entry), TrafficProfile.defaults());
          file.add(observe(exercise, entry, round, trial));
        }
      }
    }
  }

  private boolean isDone(Exercise exercise, String engine, int round) {
    return file.results().stream()
        .anyMatch(
            seen ->
                seen.exercise() == exercise
                    && seen.engine().equals(engine)
                    && seen.round() == round);
  }

  private Observation observe(Exercise exercise, EngineCatalog.Entry entry, int round, Trial trial)
      throws SQLException, IOException, InterruptedException {
    String engine = entry.mode().name();
    String what = engine + ", " + OperationReport.title(exercise);
    bench.progress().at(what, 0, 0);
    Map<Measure, Double> measures = new EnumMap<>(Measure.class);
    Optional<String> problem;
    try {
      problem = trial.run(entry, measures);
    } catch (EngineFailure failed) {
      problem = failed.getMessage().lines().findFirst();
    }
    bench
        .progress()
        .done(what, problem.map(why -> "VOID: " + why).orElseGet(() -> texts(measures)));
    return new Observation(
        exercise, engine, round, problem.orElse(null), problem.isPresent() ? Map.of() : measures);
  }

  private static String texts(Map<Measure, Double> measures) {
    StringBuilder texts = new StringBuilder();
    measures.forEach(
        (measure, value) ->
            texts
                .append(texts.isEmpty() ? "" : "; ")
                .append(measure.title())
                .append(' ')
                .append(measure.show(value)));
    return texts.toString();
  }

  private Optional<String> startUp(EngineCatalog.Entry entry, Map<Measure, Double> measures)
      throws SQLException, IOException, InterruptedException {
    Expected expected = backlog();
    try (LiveEngine live = LiveEngine.on(bench, entry, topic(BACKLOG), plan.parallelism())) {
      EngineChild child = live.start();
      live.awaitCounted(plan.backlog(), SELDOM);
      measures.put(Measure.RUNNING, seconds(child.startTime(), time(child, Kind.RUNNING)));
      measures.put(
          Measure.FIRST_ROW, seconds(child.startTime(), live.firstRowAfter(child.startTime())));
      Optional<String> end = live.stop();
      return end.isPresent() ? end : live.difference(expected);
    }
  }

  private Optional<String> recovery(EngineCatalog.Entry entry, Map<Measure, Double> measures)
      throws SQLException, IOException, InterruptedException {
    String topic = topic(GROWING);
    topics.create(topic, PARTITIONS);
    try (LiveEngine live = LiveEngine.on(bench, entry, topic, plan.parallelism());
        SteadySender sender =
            SteadySender.start(
                bench.servers().kafkaClient(), topic, traffic(Long.MAX_VALUE), plan.perSecond())) {
      live.start().awaitRunning(LiveEngine.PATIENCE);
      TimeUnit.SECONDS.sleep(plan.calmSeconds());
      live.awaitCounted(sender.sent(), OFTEN);
      Instant killed = Instant.now();
      live.kill();
      EngineChild child = live.start();
      // Rows committed before this are those of the process that was killed.
      Instant starting = child.await(Kind.STARTING, LiveEngine.PATIENCE).time();
      live.awaitCounted(live.counted() + 1, OFTEN);
      live.awaitCounted(sender.sent(), OFTEN);
      Instant caughtUp = Instant.now();
      measures.put(Measure.RUNNING, seconds(killed, time(child, Kind.RUNNING)));
      measures.put(Measure.FIRST_ROW, seconds(killed, live.firstRowAfter(starting)));
      measures.put(Measure.CAUGHT_UP, seconds(killed, caughtUp));
      sender.stop();
      live.awaitCounted(sender.sent(), OFTEN);
      Optional<String> end = live.stop();
      return end.isPresent() ? end : live.difference(expected(topic));
    } finally {
      topics.delete(topic);
    }
  }

  private Optional<String> idle(EngineCatalog.Entry entry, Map<Measure, Double> measures)
      throws SQLException, IOException, InterruptedException {
    Expected expected = backlog();
    try (LiveEngine live = LiveEngine.on(bench, entry, topic(BACKLOG), plan.parallelism())) {
      EngineChild child = live.start();
      live.awaitCounted(plan.backlog(), SELDOM);
      calm(live.connection());
      double before = ServerUse.cpuSeconds(child.pid());
      servers(live.connection(), measures);
      measures.put(
          Measure.CPU, (ServerUse.cpuSeconds(child.pid()) - before) * MILLIS / plan.idleSeconds());
      measures.put(Measure.MEMORY, ResidentMemory.bytesOfTree(child.pid()) / MEBI);
      Optional<String> end = live.stop();
      return end.isPresent() ? end : live.difference(expected);
    }
  }

  /** Measures what the servers use without an engine. */
  private Observation serversOnly() throws SQLException, InterruptedException {
    bench.progress().at("servers only", 0, 0);
    Map<Measure, Double> measures = new EnumMap<>(Measure.class);
    try (Connection connection = bench.servers().connect()) {
      calm(connection);
      servers(connection, measures);
    }
    bench.progress().done("servers only", texts(measures));
    return new Observation(Exercise.IDLE, Observation.NO_ENGINE, 1, null, measures);
  }

  /** Waits until earlier work is over. */
  private void calm(Connection connection) throws SQLException, InterruptedException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("CHECKPOINT");
    }
    TimeUnit.SECONDS.sleep(plan.calmSeconds());
  }

  private void servers(Connection connection, Map<Measure, Double> measures)
      throws SQLException, InterruptedException {
    ServerUse before = ServerUse.of(bench.servers(), connection);
    TimeUnit.SECONDS.sleep(plan.idleSeconds());
    ServerUse used = ServerUse.of(bench.servers(), connection).since(before);
    measures.put(Measure.DATABASE_CPU, used.databaseCpuSeconds() * MILLIS / plan.idleSeconds());
    measures.put(Measure.BROKER_CPU, used.brokerCpuSeconds() * MILLIS / plan.idleSeconds());
  }

  /** Creates the topic with the backlog on first use. */
  private Expected backlog() throws SQLException, IOException, InterruptedException {
    if (backlog == null) {
      topics.load(topic(BACKLOG), traffic(plan.backlog()), sent -> {});
      backlog = expected(topic(BACKLOG));
    }
    return backlog;
  }

  private Expected expected(String topic) throws SQLException, IOException {
    return Expected.of(
        bench.servers(),
        new EngineConfig.Kafka(
            bench.servers().bootstrapServers(), topic, bench.servers().kafkaProperties()),
        DecisionSource.defaults().decision());
  }

  private Input traffic(long events) {
    return TrafficGenerator.of(plan.seed(), events, PARTITIONS, TrafficProfile.defaults());
  }

  private String topic(String name) {
    return bench.servers().prefix() + name;
  }

  private static Instant time(EngineChild child, Kind kind) {
    return child
        .status(kind)
        .map(EngineStatus::time)
        .orElseThrow(
            () ->
                new EngineFailure(EngineFailure.How.EXIT, "never printed the status line " + kind));
  }

  private static double seconds(Instant from, Instant to) {
    return Duration.between(from, to).toNanos() / NANOS;
  }
}
