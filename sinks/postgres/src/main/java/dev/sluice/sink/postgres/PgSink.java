// SPDX-License-Identifier: Apache-2.0
package dev.sluice.sink.postgres;

import dev.sluice.engine.config.ConfigException;
import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.ledger.Pipeline;
import dev.sluice.engine.plan.Deadline;
import dev.sluice.engine.plan.RunPlan;
import dev.sluice.engine.sink.LedgerReader;
import dev.sluice.engine.sink.Sink;
import dev.sluice.engine.sink.SinkFault;
import dev.sluice.engine.sink.SinkState;
import dev.sluice.engine.sink.SinkWriter;
import dev.sluice.engine.sink.StartRetry;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;

/** The tables of a schema: at the start, retries transient faults and explains refusals. */
final class PgSink implements Sink {

  private static final Set<String> NO_TABLE = Set.of("42P01", "3F000");
  private static final Set<String> NO_DATABASE = Set.of("3D000", "57P04");

  /** No privilege on an object; no authentication method in common. */
  private static final Set<String> NO_ACCESS = Set.of("42501", "08004");

  private final PgSettings postgres;
  private final String topic;

  /** Whether the database was found fit, which is checked by the first transaction. */
  private volatile boolean isFit;

  PgSink(EngineConfig config) {
    this.postgres = PgSettings.of(config);
    this.topic = config.kafka().topic();
  }

  @Override
  public String target() {
    return "schema " + postgres.schema();
  }

  @Override
  public String targetKey() {
    return "postgres.schema";
  }

  @Override
  public SinkState state(Deadline until) {
    return transaction(this::read, until);
  }

  @Override
  public SinkState begin(Pipeline pipeline, SortedMap<Integer, Long> starts, Deadline until) {
    return transaction(connection -> begin(connection, pipeline, starts), until);
  }

  private SinkState begin(Connection connection, Pipeline pipeline, SortedMap<Integer, Long> starts)
      throws SQLException {
    String schema = postgres.schema();
    Pipeline current = PgPipeline.insertIfAbsent(connection, schema, pipeline);
    boolean isOwn = pipeline.isContinuedBy(current);
    if (isOwn) {
      Ledger.insertMissing(connection, schema, topic, starts);
    }
    SinkState begun = new SinkState(Optional.of(current), Ledger.rows(connection, schema, topic));
    Set<Integer> lost = new TreeSet<>(starts.keySet());
    lost.removeAll(begun.ledger().keySet());
    if (isOwn && !lost.isEmpty()) {
      throw new ConfigException(
          "postgres.schema",
          "the table ledger of schema "
              + schema
              + " does not keep or does not show the rows of partitions "
              + lost
              + "; check the table's triggers and policies");
    }
    return begun;
  }

  private SinkState read(Connection connection) throws SQLException {
    return new SinkState(
        PgPipeline.read(connection, postgres.schema()),
        Ledger.rows(connection, postgres.schema(), topic));
  }

  @Override
  public SinkWriter writer(RunPlan plan) {
    return PgSinkWriter.open(plan);
  }

  @Override
  public LedgerReader reader() {
    return new PgLedgerReader(postgres, topic);
  }

  /** Work to do in one transaction; may be repeated after a fault. */
  @FunctionalInterface
  interface Work<T> {
    T in(Connection connection) throws SQLException;
  }

  <T> T transaction(Work<T> work, Deadline until) {
    refuse("postgres.url", JdbcParameters.unfit(postgres.url()));
    return StartRetry.until(until, "postgres.url: " + postgres.url(), () -> attempt(work));
  }

  private <T> T attempt(Work<T> work) throws SinkFault {
    try {
      return once(work);
    } catch (SQLException e) {
      refuse(e.getSQLState() == null ? "" : e.getSQLState(), e);
      throw SqlFaults.isTransient(e)
          ? SinkFault.passing(e.getMessage(), e)
          : SinkFault.lasting(e.getMessage(), e);
    }
  }

  private <T> T once(Work<T> work) throws SQLException {
    try (Connection connection = PgSession.open(postgres, "sluice start")) {
      if (!isFit) {
        requireFit(connection);
        isFit = true;
      }
      connection.setAutoCommit(false);
      // Closing without commit, after an exception, rolls back.
      T result = work.in(connection);
      connection.commit();
      return result;
    }
  }

  private void requireFit(Connection connection) throws SQLException {
    refuse("postgres.url", DatabaseCheck.encoding(connection));
    if (postgres.createTables()) {
      Schema.create(connection, postgres.schema());
    }
    refuse("postgres.user", DatabaseCheck.temporaryTables(connection));
    refuse("postgres.user", DatabaseCheck.closedTable(connection, postgres.schema()));
  }

  private static void refuse(String key, Optional<String> problem) {
    if (problem.isPresent()) {
      throw new ConfigException(key, problem.get());
    }
  }

  private void refuse(String state, SQLException e) {
    if (NO_TABLE.contains(state)) {
      throw new ConfigException(
          "postgres.schema",
          postgres.schema()
              + " lacks a run's tables; create them with ./sluice schema --name "
              + postgres.schema()
              + " | psql, or set postgres.create.tables to true ("
              + e.getMessage()
              + ")");
    }
    if (state.startsWith("28") || NO_ACCESS.contains(state)) {
      throw new ConfigException(
          "postgres.user", "\"" + postgres.user() + "\" is refused: " + e.getMessage());
    }
    if (NO_DATABASE.contains(state)) {
      throw new ConfigException("postgres.url", postgres.url() + ": " + e.getMessage());
    }
  }
}
