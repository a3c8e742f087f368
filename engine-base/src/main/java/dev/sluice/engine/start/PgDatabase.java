package dev.sluice.engine.start;

import dev.sluice.engine.config.ConfigException;
import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.ledger.PgSession;
import dev.sluice.engine.ledger.Schema;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The database of a run, as a start needs it: reached with patience, its refusals explained. */
final class PgDatabase implements RunTables.Database {

  private static final Logger LOG = LoggerFactory.getLogger(PgDatabase.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  private static final Set<String> NO_TABLE = Set.of("42P01", "3F000");
  private static final String NO_PRIVILEGE = "42501";
  private static final String NO_DATABASE = "3D000";

  /** Connection, resources, rollback, shutdown; and a lock or a session that took too long. */
  private static final Set<String> TRANSIENT_CLASSES = Set.of("08", "53", "40", "57");

  private static final Set<String> TRANSIENT = Set.of("55P03", "25P03", "25P04");

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
    Duration pause = FIRST_PAUSE;
    while (true) {
      try {
        return once(work);
      } catch (SQLException e) {
        String state = e.getSQLState() == null ? "" : e.getSQLState();
        refuse(state, e);
        if (!isTransient(state) || deadline.isOver()) {
          throw new StartException("postgres.url: " + postgres.url() + ": " + e.getMessage(), e);
        }
        LOG.warn("{} is not to be used yet, trying again: {}", postgres.url(), e.getMessage());
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
      if (postgres.createTables()) {
        Schema.create(connection, postgres.schema());
      }
      connection.setAutoCommit(false);
      // Closing without commit, after an exception, rolls back.
      T result = work.in(new PgRunTables(connection, postgres.schema(), topic));
      connection.commit();
      return result;
    }
  }

  private static boolean isTransient(String state) {
    return TRANSIENT.contains(state)
        || (state.length() == 5 && TRANSIENT_CLASSES.contains(state.substring(0, 2)));
  }

  private void refuse(String state, SQLException e) {
    if (NO_TABLE.contains(state)) {
      throw new ConfigException(
          "postgres.schema",
          postgres.schema()
              + " lacks tables of a run: create them with ./sluice schema --name "
              + postgres.schema()
              + " | psql, or set postgres.create.tables to true ("
              + e.getMessage()
              + ")");
    }
    if (state.startsWith("28") || state.equals(NO_PRIVILEGE)) {
      throw new ConfigException(
          "postgres.user", "\"" + postgres.user() + "\" is refused: " + e.getMessage());
    }
    if (state.equals(NO_DATABASE) || isNoUrl(e)) {
      throw new ConfigException("postgres.url", postgres.url() + ": " + e.getMessage());
    }
  }

  /** The one connection exception that waiting does not mend. */
  private static boolean isNoUrl(SQLException e) {
    return e.getMessage() != null && e.getMessage().startsWith("No suitable driver");
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
