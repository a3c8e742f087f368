// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.run;

import dev.sluice.engine.config.EngineConfig;
import dev.sluice.lab.compare.ComparedTable;
import dev.sluice.lab.compare.ComparisonResult;
import dev.sluice.lab.compare.Coverage;
import dev.sluice.lab.compare.TableComparison;
import dev.sluice.lab.compare.report.EngineResult;
import dev.sluice.lab.compare.report.LabelCheck;
import dev.sluice.lab.compare.report.OracleFacts;
import dev.sluice.lab.engine.EngineCatalog;
import dev.sluice.lab.input.FirstLines;
import dev.sluice.lab.input.Input;
import dev.sluice.lab.input.InputFacts;
import dev.sluice.lab.input.LoadedTopic;
import dev.sluice.lab.input.TopicLoader;
import dev.sluice.lab.oracle.Oracle;
import dev.sluice.lab.oracle.OracleLoader;
import dev.sluice.lab.oracle.OracleTables;
import dev.sluice.lab.oracle.OutcomeListener;
import dev.sluice.lab.server.RunDirectory;
import dev.sluice.lab.server.Servers;
import dev.sluice.sink.postgres.Schema;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Runs a comparison: loads one input, fills the oracle's tables, runs each engine, and compares the
 * tables. Each step starts after the one before it is done, so engines never share the machine.
 */
public final class Comparison {

  private static final Duration LEAST_PATIENCE = Duration.ofMinutes(5);

  /** An engine that is slower than this hangs. */
  private static final long RECORDS_PER_SECOND = 1_000;

  private static final long MOST_DRAINED_AGAIN = 200_000;
  private static final int EXAMPLE_CHARACTERS = 160;

  private final RunDirectory run;
  private final Servers servers;
  private final Progress progress;

  public Comparison(RunDirectory run, Servers servers, Progress progress) {
    this.run = run;
    this.servers = servers;
    this.progress = progress;
  }

  /** The topic that every engine reads. */
  public static String topic(Servers servers) {
    return servers.prefix() + "traffic";
  }

  /** The schema of the oracle's tables. */
  public static String oracleSchema(Servers servers) {
    return servers.prefix() + OracleLoader.SCHEMA;
  }

  /**
   * What a comparison found.
   *
   * @param kafka the version of Kafka, as far as it is known
   * @param postgres the server's version
   * @param source the rules that were used: those asked for, with the input's own hosts tracked
   */
  public record Found(
      String kafka,
      String postgres,
      InputFacts input,
      DecisionSource source,
      OracleFacts oracle,
      List<EngineResult> engines,
      List<ComparisonResult> pairs) {
    public Found {
      engines = List.copyOf(engines);
      pairs = List.copyOf(pairs);
    }
  }

  /**
   * Runs the comparison.
   *
   * @param sinks where each engine writes to, one after the other
   * @param logs the folder that keeps the engines' logs
   */
  public Found run(
      Input input,
      DecisionSource asked,
      List<EngineCatalog.Entry> entries,
      List<SinkKind> sinks,
      int parallelism,
      Path logs)
      throws SQLException, IOException, InterruptedException {
    LoadedTopic loaded = load(input);
    DecisionSource source = asked.tracking(loaded.facts().trackedHosts());
    List<Cell> cells = new ArrayList<>();
    for (SinkKind sink : sinks) {
      for (EngineCatalog.Entry entry : entries) {
        if (sink.isFor(entry.mode())) {
          EngineSetup setup =
              EngineSetup.draining(
                  run, servers, entry, topic(servers), source.decision(), parallelism);
          cells.add(new Cell(sink.into(setup, run, servers), sink));
        }
      }
    }
    try (Connection connection = servers.connect()) {
      OracleFacts oracle = oracle(connection, source, loaded);
      List<EngineResult> results = new ArrayList<>();
      for (Cell cell : cells) {
        results.add(
            new EngineTrial(
                    run,
                    cell.setup(),
                    cell.sink(),
                    cell.schema(servers),
                    oracleSchema(servers),
                    logs,
                    progress)
                .run(connection, loaded.records(), patience(loaded.records())));
      }
      return new Found(
          servers.kafkaVersion(),
          connection.getMetaData().getDatabaseProductVersion(),
          loaded.facts(),
          source,
          oracle,
          results,
          pairs(connection, cells, results));
    }
  }

  /**
   * Makes the archives of the engines' classes that are missing, after the comparison, by draining
   * its topic again, unless that would take long; see {@link ArchiveDrains}.
   *
   * @param found what {@link #run} returned for the same engines
   */
  public void keepClasses(Found found, List<EngineCatalog.Entry> entries, int parallelism)
      throws SQLException {
    if (found.input().records() <= MOST_DRAINED_AGAIN) {
      new ArchiveDrains(run, servers, progress)
          .run(
              ArchiveDrains.lacking(entries),
              topic(servers),
              found.source().decision(),
              parallelism,
              patience(found.input().records()));
    }
  }

  /** A run of an engine to a sink. */
  private record Cell(EngineSetup setup, SinkKind sink) {
    String schema(Servers servers) {
      return sink.schema(setup, servers);
    }
  }

  private LoadedTopic load(Input input) throws InterruptedException {
    LoadedTopic loaded =
        new TopicLoader(servers.kafkaClient())
            .load(topic(servers), input, sent -> progress.at("input", sent, 0));
    progress.done("input", String.format(Locale.ROOT, "%,d records", loaded.records()));
    return loaded;
  }

  private OracleFacts oracle(Connection connection, DecisionSource source, LoadedTopic loaded)
      throws SQLException {
    progress.at("oracle", 0, loaded.records());
    // With other rules, times or fields, a label does not predict what becomes of its record.
    boolean assumed = source.isWhatLabelsAssume();
    LabelCheckFold labels = new LabelCheckFold(loaded.labels());
    OracleTables tables =
        Oracle.fold(
            new EngineConfig.Kafka(
                servers.bootstrapServers(), topic(servers), servers.kafkaProperties()),
            source.decision(),
            assumed ? labels : OutcomeListener.NONE);
    Schema.create(connection, oracleSchema(servers));
    OracleLoader.load(connection, oracleSchema(servers), tables);
    progress.done("oracle", String.format(Locale.ROOT, "%,d rows", tables.counts().rows()));
    return new OracleFacts(
        tables.counts(),
        Coverage.of(tables.counts(), source.rules()),
        assumed || loaded.labels().count() == 0 ? labels.result() : LabelCheck.FOR_OTHER_RULES,
        example(tables));
  }

  /** A malformed record of the commonest reason, if no record was accepted; else null. */
  private static String example(OracleTables tables) {
    if (tables.counts().accepted() > 0) {
      return null;
    }
    Optional<String> most = DecisionHint.most(tables.counts().malformedByReason());
    return tables.deadLetters().stream()
        .filter(row -> most.equals(Optional.of(row.reason().code())) && row.raw() != null)
        .map(row -> FirstLines.shown(row.raw().head(), EXAMPLE_CHARACTERS))
        .findFirst()
        .orElse(null);
  }

  /** Compares engines with each other, by the tables that both keep. */
  private List<ComparisonResult> pairs(
      Connection connection, List<Cell> cells, List<EngineResult> results) throws SQLException {
    List<ComparisonResult> pairs = new ArrayList<>();
    for (int left = 0; left < cells.size(); left++) {
      for (int right = left + 1; right < cells.size(); right++) {
        if (results.get(left).failure() == null && results.get(right).failure() == null) {
          Set<ComparedTable> shared =
              EnumSet.copyOf(ComparedTable.keptBy(cells.get(left).setup().entry().mode()));
          shared.retainAll(ComparedTable.keptBy(cells.get(right).setup().entry().mode()));
          pairs.add(
              TableComparison.compare(
                  connection,
                  cells.get(left).schema(servers),
                  cells.get(right).schema(servers),
                  shared));
        }
      }
    }
    return pairs;
  }

  private static Duration patience(long records) {
    return LEAST_PATIENCE.plusSeconds(records / RECORDS_PER_SECOND);
  }
}
