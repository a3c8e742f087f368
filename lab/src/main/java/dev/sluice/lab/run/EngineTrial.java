// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.run;

import dev.sluice.lab.compare.ComparedTable;
import dev.sluice.lab.compare.ComparisonResult;
import dev.sluice.lab.compare.SchemaFacts;
import dev.sluice.lab.compare.SchemaFacts.CommitTimes;
import dev.sluice.lab.compare.TableComparison;
import dev.sluice.lab.compare.report.EngineResult;
import dev.sluice.lab.engine.EngineChild;
import dev.sluice.lab.engine.EngineExit;
import dev.sluice.lab.engine.EngineFailure;
import dev.sluice.lab.engine.EngineStatus;
import dev.sluice.lab.oracle.OutcomeCounts;
import dev.sluice.lab.server.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Lets one engine drain the topic, and compares the tables that it leaves with the oracle's. */
final class EngineTrial {

  private static final double MILLIS = 1_000.0;

  private final RunDirectory run;
  private final EngineSetup setup;
  private final SinkKind sink;
  private final String schema;
  private final String oracle;
  private final Path logs;
  private final Progress progress;

  /**
   * @param schema the schema in which the run's tables are compared
   * @param oracle the schema of the oracle's tables
   * @param logs the folder that keeps the engine's log
   */
  EngineTrial(
      RunDirectory run,
      EngineSetup setup,
      SinkKind sink,
      String schema,
      String oracle,
      Path logs,
      Progress progress) {
    this.run = run;
    this.setup = setup;
    this.sink = sink;
    this.schema = schema;
    this.oracle = oracle;
    this.logs = logs;
    this.progress = progress;
  }

  /**
   * Runs the engine until it ends or fails; the result shows which.
   *
   * @param records how many there are to read
   * @param patience how long that may take
   */
  EngineResult run(Connection connection, long records, Duration patience)
      throws SQLException, IOException {
    String name = setup.entry().mode().name();
    progress.at(name, 0, records);
    try (EngineChild child =
        setup.start(run, status -> progress.at(name, status.records().orElse(0), records))) {
      EngineExit exit;
      try {
        exit = child.awaitEnd(patience);
      } catch (EngineFailure hang) {
        return failed(hang.getMessage());
      } finally {
        Files.copy(child.log(), log(), StandardCopyOption.REPLACE_EXISTING);
      }
      if (exit.problem().isPresent()) {
        return failed(exit.problem().get());
      }
      EngineResult result = result(connection, child, exit);
      done(result.isIdentical() ? "identical" : "different");
      return result;
    } catch (EngineFailure noStart) {
      return failed(noStart.getMessage());
    }
  }

  private void done(String how) {
    progress.done(
        setup.entry().mode().name(),
        sink == SinkKind.POSTGRES ? how : "to " + sink.code() + ": " + how);
  }

  private Path log() {
    String mode = setup.entry().mode().name();
    return logs.resolve((sink == SinkKind.POSTGRES ? mode : mode + "-" + sink.code()) + ".log");
  }

  private EngineResult failed(String why) {
    done("FAILED");
    return new EngineResult(
        setup.entry().mode().name(),
        sink.code(),
        setup.entry().mode().execution(),
        setup.entry().engine().version(),
        null,
        null,
        EngineResult.Measures.NONE,
        lines(),
        declines(),
        why);
  }

  private EngineResult result(Connection connection, EngineChild child, EngineExit exit)
      throws SQLException {
    Optional<CommitTimes> commits = sink.load(connection, setup, schema);
    Set<ComparedTable> tables = ComparedTable.keptBy(setup.entry().mode());
    ComparisonResult comparison = TableComparison.compare(connection, oracle, schema, tables);
    OutcomeCounts counts =
        tables.contains(ComparedTable.LEDGER) ? SchemaFacts.counts(connection, schema) : null;
    return new EngineResult(
        setup.entry().mode().name(),
        sink.code(),
        setup.entry().mode().execution(),
        setup.entry().engine().version(),
        counts,
        comparison,
        new EngineResult.Measures(
            commits
                .map(c -> Duration.between(child.startTime(), c.first()).toMillis())
                .orElse(null),
            counts == null ? null : eventsPerSecond(child, commits, counts.seen()),
            exit.resources().cpu().toMillis() / MILLIS,
            exit.resources().peakMemoryBytes()),
        lines(),
        declines(),
        null);
  }

  /** The rate from the start of consumption to the last commit; null if not measurable. */
  private static Double eventsPerSecond(
      EngineChild child, Optional<CommitTimes> commits, long seen) {
    Optional<Instant> running = child.status(EngineStatus.Kind.RUNNING).map(EngineStatus::time);
    if (commits.isEmpty() || running.isEmpty() || seen == 0) {
      return null;
    }
    long millis = Duration.between(running.get(), commits.get().last()).toMillis();
    return millis <= 0 ? null : seen * MILLIS / millis;
  }

  private Integer lines() {
    int lines = Math.toIntExact(setup.entry().engine().adapterLines());
    return lines == 0 ? null : lines;
  }

  private List<EngineResult.Decline> declines() {
    return setup.entry().mode().declines().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(decline -> new EngineResult.Decline(decline.getKey().code(), decline.getValue()))
        .toList();
  }
}
