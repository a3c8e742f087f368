// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.throughput;

import dev.sluice.bench.baseline.BaselineCounts;
import dev.sluice.bench.baseline.CopyBaseline;
import dev.sluice.bench.measure.Figure;
import dev.sluice.bench.measure.GcLog;
import dev.sluice.bench.measure.ProcessorTime;
import dev.sluice.bench.measure.ServerUse;
import dev.sluice.lab.engine.ClassArchive;
import dev.sluice.lab.engine.EngineChild;
import dev.sluice.lab.engine.EngineExit;
import dev.sluice.lab.engine.EngineFailure;
import dev.sluice.lab.engine.EngineStatus;
import dev.sluice.lab.engine.EngineStatus.Kind;
import dev.sluice.lab.run.EngineSetup;
import dev.sluice.lab.server.EmbeddedServers;
import dev.sluice.lab.server.RunDirectory;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Measures one contestant while it drains the topic into an empty sink. */
public final class DrainTrial {

  private static final double MILLIS = 1_000;
  private static final double MEBI = 1024 * 1024;
  private static final Duration LEAST_PATIENCE = Duration.ofMinutes(3);

  /** A slower drain counts as hanging. */
  private static final long RECORDS_PER_SECOND = 2_000;

  private final RunDirectory run;
  private final EmbeddedServers servers;
  private final Contestant contestant;
  private final EngineSetup setup;
  private final Expected expected;
  private final Map<Figure, Double> figures = new EnumMap<>(Figure.class);

  /**
   * A trial that has not started.
   *
   * @param run the run that the contestant's process belongs to
   * @param setup the configuration it is started with
   * @param expected the output it must leave
   */
  DrainTrial(
      RunDirectory run,
      EmbeddedServers servers,
      Contestant contestant,
      EngineSetup setup,
      Expected expected) {
    this.run = run;
    this.servers = servers;
    this.contestant = contestant;
    this.setup = setup;
    this.expected = expected;
  }

  /**
   * The result of a drain.
   *
   * @param problem why it does not count, or null if the output equals the oracle's
   * @param figures the measured values; a figure that could not be measured is missing
   */
  public record Drained(String problem, Map<Figure, Double> figures) {}

  /**
   * Runs the drain once.
   *
   * @param listener receives each status line, on a separate thread
   * @param watch receives the contestant's process
   */
  Drained run(Consumer<EngineStatus> listener, DrainWatch watch)
      throws SQLException, IOException, InterruptedException {
    try (Connection connection = servers.connect()) {
      remove(connection);
      checkpoint(connection);
      Optional<String> problem = drain(connection, listener, watch);
      remove(connection);
      return new Drained(problem.orElse(null), figures);
    }
  }

  private void remove(Connection connection) throws SQLException, InterruptedException {
    contestant.sink().remove(connection, setup, schema(), servers);
  }

  private String schema() {
    return contestant.sink().schema(setup, servers);
  }

  /** Writes out earlier work, so that this drain does not pay for it. */
  private static void checkpoint(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("CHECKPOINT");
    }
  }

  private Optional<String> drain(
      Connection connection, Consumer<EngineStatus> listener, DrainWatch watch)
      throws SQLException, IOException {
    GcLog allocations = new GcLog(run.freshFile(contestant.name(), ".gc"));
    SecondHalf half = new SecondHalf(expected.counts().seen(), listener);
    ServerUse before = ServerUse.of(servers, connection);
    ProcessorTime timeBefore = ProcessorTime.now();
    Map<String, String> environment = allocations.environment(options(watch));
    // The flight recorder announces itself on stdout, which is for status lines, unless its own log
    // option is the only one; so a drain that it watches has no archive.
    if (watch.jvmOptions().isEmpty()) {
      environment = ClassArchive.of(setup.entry().engine()).use(environment);
    }
    try (EngineChild child = setup.start(run, environment, half)) {
      watch.begin(child);
      EngineExit exit = child.awaitEnd(patience());
      ServerUse used = ServerUse.of(servers, connection).since(before);
      figures.put(Figure.STOLEN, ProcessorTime.now().stolenPercentSince(timeBefore));
      if (exit.problem().isPresent()) {
        return exit.problem();
      }
      double records = expected.counts().seen();
      figures.put(Figure.CPU, exit.resources().cpu().toMillis() / MILLIS);
      figures.put(Figure.MEMORY, exit.resources().peakMemoryBytes() / MEBI);
      figures.put(Figure.DATABASE_CPU, used.databaseCpuSeconds());
      figures.put(Figure.BROKER_CPU, used.brokerCpuSeconds());
      figures.put(Figure.WAL, used.walBytes() / records);
      allocations.allocated().ifPresent(bytes -> figures.put(Figure.ALLOCATED, bytes / records));
      if (contestant.readsOnly()) {
        rates(child, half, time(child, Kind.DRAINED), records);
        return expected.difference(BaselineCounts.read(setup.config()));
      }
      return tables(connection, child, half, records);
    } catch (EngineFailure hang) {
      return Optional.of(hang.getMessage().lines().findFirst().orElse("hangs"));
    }
  }

  private List<String> options(DrainWatch watch) {
    List<String> options = new ArrayList<>(watch.jvmOptions());
    if (expected.rows() != null) {
      options.add("-D" + CopyBaseline.ROWS + "=" + expected.rows());
    }
    return options;
  }

  private Duration patience() {
    return LEAST_PATIENCE.plusSeconds(expected.counts().seen() / RECORDS_PER_SECOND);
  }

  private Optional<String> tables(
      Connection connection, EngineChild child, SecondHalf half, double records)
      throws SQLException {
    var commits = contestant.sink().load(connection, setup, schema());
    if (commits.isEmpty()) {
      return Optional.of("committed no row");
    }
    figures.put(Figure.FIRST_ROW, seconds(child.startTime(), commits.get().first()));
    rates(child, half, commits.get().last(), records);
    return expected.difference(connection, schema(), contestant.tables());
  }

  private void rates(EngineChild child, SecondHalf half, Instant end, double records) {
    half.rate(end).ifPresent(rate -> figures.put(Figure.WARM_RATE, rate));
    figures.put(Figure.DRAIN_RATE, records / seconds(time(child, Kind.RUNNING), end));
    figures.put(Figure.TOTAL_RATE, records / seconds(child.startTime(), end));
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
    return Duration.between(from, to).toNanos() / 1e9;
  }
}
