// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.lab.server.EmbeddedDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Faults of the database. */
final class DatabaseFaults {

  private static final int SESSIONS = 3;
  private static final String TOO_MANY_CONNECTIONS = "53300";
  private static final String READ_ONLY = "25006";

  static Outage kill(FaultRun run) {
    run.servers().database().kill();
    return gone(run);
  }

  static Outage stop(FaultRun run) {
    run.servers().database().stopImmediately();
    return gone(run);
  }

  static Outage restart(FaultRun run) {
    run.servers().database().stop();
    return gone(run);
  }

  private static Outage gone(FaultRun run) {
    assertThrows(
        SQLException.class, () -> run.database().connect().close(), "the database still answers");
    return untilReconnected(run, run.servers().database()::restart);
  }

  /** Counts as noticed by the engine when it tries to connect again. */
  private static Outage untilReconnected(FaultRun run, SeenOutage.Mending mend) {
    int before = run.network().accepted();
    return new SeenOutage(mend, () -> run.network().accepted() > before);
  }

  static Outage freeze(FaultRun run) throws Exception {
    EmbeddedDatabase database = run.servers().database();
    return Freeze.ofTree(database.pid())::close;
  }

  /** Terminates sessions, idle or in the middle of a batch, until {@link #SESSIONS} are gone. */
  static Outage terminate(FaultRun run) throws Exception {
    int[] gone = {terminateNow(run)};
    return new SeenOutage(
        () -> {},
        () -> {
          gone[0] += terminateNow(run);
          return gone[0] >= SESSIONS;
        });
  }

  private static int terminateNow(FaultRun run) throws SQLException {
    try (Connection connection = run.database().connect()) {
      return terminate(connection, run);
    }
  }

  private static int terminate(Connection connection, FaultRun run) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE "
                    + run.database().isSessionOfEngine())) {
      row.next();
      return row.getInt(1);
    }
  }

  static Outage useUpConnections(FaultRun run) throws Exception {
    List<Connection> all = new ArrayList<>();
    try {
      Connection own = run.database().connect();
      all.add(own);
      // Repeats if the engine reconnected in the meantime.
      while (terminate(own, run) > 0 || all.size() == 1) {
        SQLException last = assertThrows(SQLException.class, () -> takeAll(run, all));
        assertEquals(TOO_MANY_CONNECTIONS, last.getSQLState(), last.getMessage());
      }
      return untilReconnected(run, () -> closeAll(all));
    } catch (SQLException | AssertionError e) {
      closeAll(all);
      throw e;
    }
  }

  private static void takeAll(FaultRun run, List<Connection> all) throws SQLException {
    while (true) {
      all.add(run.database().connect());
    }
  }

  private static void closeAll(List<Connection> all) throws SQLException {
    for (Connection connection : all) {
      connection.close();
    }
  }

  static Outage lockTable(FaultRun run) throws Exception {
    Connection locker = run.database().connect();
    try {
      locker.setAutoCommit(false);
      execute(locker, "LOCK TABLE " + run.database().table("processed_events"));
    } catch (SQLException e) {
      locker.close();
      throw e;
    }
    return new SeenOutage(locker::close, () -> run.database().isAwaited("processed_events"));
  }

  /** Behaves like a standby after a switch-over: sessions stay open but can no longer write. */
  static Outage readOnly(FaultRun run) throws Exception {
    system(run, "ALTER SYSTEM SET default_transaction_read_only = on");
    run.await("the database is read-only", () -> isReadOnly(run));
    long before = rollbacks(run);
    return new SeenOutage(
        () -> {
          system(run, "ALTER SYSTEM RESET default_transaction_read_only");
          run.await("the database takes writes", () -> !isReadOnly(run));
        },
        () -> rollbacks(run) > before);
  }

  private static void system(FaultRun run, String change) throws SQLException {
    try (Connection connection = run.database().connect()) {
      execute(connection, "SET default_transaction_read_only = off");
      execute(connection, change);
      execute(connection, "SELECT pg_reload_conf()");
    }
  }

  private static boolean isReadOnly(FaultRun run) throws SQLException {
    try (Connection connection = run.database().connect()) {
      execute(
          connection, "UPDATE " + run.database().table("ledger") + " SET next = next WHERE false");
      return false;
    } catch (SQLException e) {
      assertEquals(READ_ONLY, e.getSQLState(), e.getMessage());
      return true;
    }
  }

  private static long rollbacks(FaultRun run) throws SQLException {
    return run.database()
        .count("SELECT xact_rollback FROM pg_stat_database WHERE datname = current_database()");
  }

  /**
   * Raises the error of a full disk in a trigger. A sequence, which no rollback undoes, counts the
   * calls.
   */
  static Outage fillDisk(FaultRun run) throws Exception {
    String full = run.database().table("disk_full");
    try (Connection connection = run.database().connect()) {
      execute(connection, "CREATE SEQUENCE " + full);
      execute(
          connection,
          """
          CREATE FUNCTION %1$s() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            PERFORM nextval('%1$s');
            RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100';
          END $$
          """
              .formatted(full));
      execute(
          connection,
          "CREATE TRIGGER disk_full BEFORE INSERT ON %s FOR EACH STATEMENT EXECUTE FUNCTION %s()"
              .formatted(run.database().table("processed_events"), full));
    }
    return new SeenOutage(
        () -> {
          try (Connection connection = run.database().connect()) {
            execute(connection, "DROP FUNCTION " + full + " CASCADE");
            execute(connection, "DROP SEQUENCE " + full);
          }
        },
        () -> run.database().count("SELECT count(*) FROM " + full + " WHERE is_called") > 0);
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private DatabaseFaults() {}
}
