// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.operation;

import dev.sluice.bench.Bench;
import dev.sluice.bench.throughput.Expected;
import dev.sluice.lab.compare.ComparedTable;
import dev.sluice.lab.engine.EngineCatalog;
import dev.sluice.lab.engine.EngineChild;
import dev.sluice.lab.engine.EngineExit;
import dev.sluice.lab.engine.EngineFailure;
import dev.sluice.lab.run.DecisionSource;
import dev.sluice.lab.run.EngineSetup;
import dev.sluice.lab.server.DatabaseSchema;
import dev.sluice.sink.postgres.PgSettings;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * An engine that runs until it is stopped, and writes into a schema that is dropped on close. Not
 * thread-safe.
 */
final class LiveEngine implements AutoCloseable {

  static final Duration PATIENCE = Duration.ofMinutes(3);

  private static final Duration STOP = Duration.ofSeconds(60);

  private final Bench bench;
  private final EngineCatalog.Entry entry;
  private final EngineSetup setup;
  private final Connection connection;
  private EngineChild child;

  private LiveEngine(
      Bench bench, EngineCatalog.Entry entry, EngineSetup setup, Connection connection) {
    this.bench = bench;
    this.entry = entry;
    this.setup = setup;
    this.connection = connection;
  }

  /** Creates an engine that is not started yet, with the default rules. */
  static LiveEngine on(Bench bench, EngineCatalog.Entry entry, String topic, int parallelism)
      throws SQLException {
    EngineSetup setup =
        EngineSetup.draining(
                bench.run(),
                bench.servers(),
                entry,
                topic,
                DecisionSource.defaults().decision(),
                parallelism)
            .untilStopped();
    Connection connection = bench.servers().connect();
    LiveEngine live = new LiveEngine(bench, entry, setup, connection);
    DatabaseSchema.drop(connection, live.schema());
    return live;
  }

  private String schema() {
    return PgSettings.of(setup.config()).schema();
  }

  /** A database session that the engine does not use. */
  Connection connection() {
    return connection;
  }

  /** Starts a process, which resumes from the tables. */
  EngineChild start() {
    child = setup.start(bench.run(), status -> {});
    return child;
  }

  /** Kills the process, and waits until it has ended. */
  void kill() {
    child.kill();
    child.awaitEnd(STOP);
  }

  /** The number of records that the ledger has counted. */
  long counted() throws SQLException {
    String ledger = "\"" + schema() + "\".ledger";
    try (Statement statement = connection.createStatement()) {
      try (ResultSet row =
          statement.executeQuery("SELECT to_regclass('" + ledger + "') IS NOT NULL")) {
        row.next();
        if (!row.getBoolean(1)) {
          return 0;
        }
      }
      try (ResultSet row =
          statement.executeQuery(
              "SELECT coalesce(sum(value::bigint), 0)::bigint FROM "
                  + ledger
                  + ", jsonb_each_text(counts)")) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  /**
   * Waits until the ledger has counted this many records.
   *
   * @param every the interval between two checks
   * @throws EngineFailure if the engine ends before that, or the wait times out
   */
  void awaitCounted(long records, Duration every) throws SQLException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (counted() < records) {
      if (!child.isAlive()) {
        throw new EngineFailure(
            EngineFailure.How.EXIT, child.name() + " exited without a stop request; see its log");
      }
      if (System.nanoTime() > deadline) {
        throw new EngineFailure(
            EngineFailure.How.HANG,
            String.format(
                Locale.ROOT,
                "%s: timed out after %d s waiting for %,d records; the ledger has counted %,d",
                child.name(),
                PATIENCE.toSeconds(),
                records,
                counted()));
      }
      TimeUnit.NANOSECONDS.sleep(every.toNanos());
    }
  }

  /**
   * The commit time of the first row committed after a moment, by the server's clock.
   *
   * @throws EngineFailure if there is no such row
   */
  Instant firstRowAfter(Instant moment) throws SQLException {
    String sql =
        """
        SELECT min(at)
        FROM (SELECT pg_xact_commit_timestamp(xmin) AS at
              FROM (SELECT xmin FROM "%s".processed_events GROUP BY xmin) transactions) commits
        WHERE at > ?
        """
            .formatted(schema());
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setObject(1, moment.atOffset(ZoneOffset.UTC));
      try (ResultSet row = query.executeQuery()) {
        row.next();
        OffsetDateTime first = row.getObject(1, OffsetDateTime.class);
        if (first == null) {
          throw new EngineFailure(
              EngineFailure.How.HANG, child.name() + ": no row was committed after " + moment);
        }
        return first.toInstant();
      }
    }
  }

  /** Stops the engine cleanly, and returns the problem with its exit, or empty. */
  Optional<String> stop() {
    EngineExit exit = child.stop(STOP);
    return exit.problem();
  }

  /** How the tables differ from the oracle's, in one line; empty if they are equal. */
  Optional<String> difference(Expected expected) throws SQLException {
    return expected.difference(connection, schema(), ComparedTable.keptBy(entry.mode()));
  }

  /** Ends the engine if it is still running, and drops its schema. */
  @Override
  public void close() throws SQLException {
    try (connection) {
      if (child != null) {
        child.close();
      }
      DatabaseSchema.drop(connection, schema());
    }
  }
}
