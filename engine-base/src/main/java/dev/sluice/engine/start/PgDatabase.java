// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.start;

import dev.sluice.engine.config.ConfigException;
import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.ledger.DatabaseCheck;
import dev.sluice.engine.ledger.PgSession;
import dev.sluice.engine.ledger.Schema;
import dev.sluice.engine.ledger.SqlFaults;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The database of a run at its start: retries transient faults, and explains refusals. */
final class PgDatabase implements RunTables.Database {

  private static final Logger LOG = LoggerFactory.getLogger(PgDatabase.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  private static final Set<String> NO_TABLE = Set.of("42P01", "3F000");
  private static final Set<String> NO_DATABASE = Set.of("3D000", "57P04");

  /** No privilege on an object; no authentication method in common. */
  private static final Set<String> NO_ACCESS = Set.of("42501", "08004");

  private final EngineConfig.Postgres postgres;
  private final String topic;
  private final Deadline deadline;

  PgDatabase(EngineConfig config, Deadline deadline) {
    this.postgres = config.postgres();
    this.topic = config.kafka().topic();
    this.deadline = deadline;
  }

  @Override
  public <T> T transaction(RunTables.Work<T> work) {
    refuse("postgres.url", JdbcParameters.unfit(postgres.url()));
    Duration pause = FIRST_PAUSE;
    while (true) {
      try {
        return once(work);
      } catch (SQLException e) {
        refuse(e.getSQLState() == null ? "" : e.getSQLState(), e);
        if (!SqlFaults.isTransient(e) || deadline.isOver()) {
          throw new StartException("postgres.url: " + postgres.url() + ": " + e.getMessage(), e);
        }
        LOG.warn("{} is unreachable; retrying: {}", postgres.url(), e.getMessage());
        sleep(pause);
        pause =
            pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0
                ? pause.multipliedBy(2)
                : LONGEST_PAUSE;
      }
    }
  }

  private <T> T once(RunTables.Work<T> work) throws SQLException {
    try (Connection connection = PgSession.open(postgres, "sluice start")) {
      refuse("postgres.url", DatabaseCheck.encoding(connection));
      if (postgres.createTables()) {
        Schema.create(connection, postgres.schema());
      }
      refuse("postgres.user", DatabaseCheck.temporaryTables(connection));
      refuse("postgres.user", DatabaseCheck.closedTable(connection, postgres.schema()));
      connection.setAutoCommit(false);
      // Closing without commit, after an exception, rolls back.
      T result = work.in(new PgRunTables(connection, postgres.schema(), topic));
      connection.commit();
      return result;
    }
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

  private void sleep(Duration pause) {
    long millis = Math.min(pause.toMillis(), deadline.remaining().toMillis());
    try {
      Thread.sleep(ThreadLocalRandom.current().nextLong(millis / 2, millis + 1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartException("interrupted while waiting for " + postgres.url(), e);
    }
  }
}
