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

/** What happens to the database. */
final class DatabaseFaults {

  private static final int SESSIONS = 3;
  private static final String TOO_MANY_CONNECTIONS = "53300";
  private static final String READ_ONLY = "25006";

  static Outage kill(Ordeal ordeal) {
    ordeal.servers().database().kill();
    return gone(ordeal);
  }

  static Outage stop(Ordeal ordeal) {
    ordeal.servers().database().stopImmediately();
    return gone(ordeal);
  }

  static Outage restart(Ordeal ordeal) {
    ordeal.servers().database().stop();
    return gone(ordeal);
  }

  private static Outage gone(Ordeal ordeal) {
    assertThrows(
        SQLException.class,
        () -> ordeal.database().connect().close(),
        "the database still answers");
    return untilReconnected(ordeal, ordeal.servers().database()::restart);
  }

  /** The engine has met it when it tries to connect again. */
  private static Outage untilReconnected(Ordeal ordeal, SeenOutage.Mending mend) {
    int before = ordeal.network().accepted();
    return new SeenOutage(mend, () -> ordeal.network().accepted() > before);
  }

  static Outage freeze(Ordeal ordeal) throws Exception {
    EmbeddedDatabase database = ordeal.servers().database();
    return Freeze.ofTree(database.pid())::close;
  }

  /** Each session once, be it idle or in the middle of a batch, until so many are gone. */
  static Outage terminate(Ordeal ordeal) throws Exception {
    int[] gone = {terminateNow(ordeal)};
    return new SeenOutage(
        () -> {},
        () -> {
          gone[0] += terminateNow(ordeal);
          return gone[0] >= SESSIONS;
        });
  }

  private static int terminateNow(Ordeal ordeal) throws SQLException {
    try (Connection connection = ordeal.database().connect()) {
      return terminate(connection, ordeal);
    }
  }

  private static int terminate(Connection connection, Ordeal ordeal) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE "
                    + ordeal.database().isSessionOfEngine())) {
      row.next();
      return row.getInt(1);
    }
  }

  static Outage useUpConnections(Ordeal ordeal) throws Exception {
    List<Connection> all = new ArrayList<>();
    try {
      Connection own = ordeal.database().connect();
      all.add(own);
      // Again where the engine was faster than we were.
      while (terminate(own, ordeal) > 0 || all.size() == 1) {
        SQLException last = assertThrows(SQLException.class, () -> takeAll(ordeal, all));
        assertEquals(TOO_MANY_CONNECTIONS, last.getSQLState(), last.getMessage());
      }
      return untilReconnected(ordeal, () -> closeAll(all));
    } catch (SQLException | AssertionError e) {
      closeAll(all);
      throw e;
    }
  }

  private static void takeAll(Ordeal ordeal, List<Connection> all) throws SQLException {
    while (true) {
      all.add(ordeal.database().connect());
    }
  }

  private static void closeAll(List<Connection> all) throws SQLException {
    for (Connection connection : all) {
      connection.close();
    }
  }

  static Outage lockTable(Ordeal ordeal) throws Exception {
    Connection locker = ordeal.database().connect();
    try {
      locker.setAutoCommit(false);
      execute(locker, "LOCK TABLE " + ordeal.database().table("processed_events"));
    } catch (SQLException e) {
      locker.close();
      throw e;
    }
    return new SeenOutage(locker::close, () -> ordeal.database().isAwaited("processed_events"));
  }

  /** As on a standby after a switch-over: sessions go on, and can write no more. */
  static Outage readOnly(Ordeal ordeal) throws Exception {
    system(ordeal, "ALTER SYSTEM SET default_transaction_read_only = on");
    ordeal.await("the database is read-only", () -> isReadOnly(ordeal));
    long before = rollbacks(ordeal);
    return new SeenOutage(
        () -> {
          system(ordeal, "ALTER SYSTEM RESET default_transaction_read_only");
          ordeal.await("the database takes writes", () -> !isReadOnly(ordeal));
        },
        () -> rollbacks(ordeal) > before);
  }

  private static void system(Ordeal ordeal, String change) throws SQLException {
    try (Connection connection = ordeal.database().connect()) {
      execute(connection, "SET default_transaction_read_only = off");
      execute(connection, change);
      execute(connection, "SELECT pg_reload_conf()");
    }
  }

  private static boolean isReadOnly(Ordeal ordeal) throws SQLException {
    try (Connection connection = ordeal.database().connect()) {
      execute(
          connection,
          "UPDATE " + ordeal.database().table("ledger") + " SET next = next WHERE false");
      return false;
    } catch (SQLException e) {
      assertEquals(READ_ONLY, e.getSQLState(), e.getMessage());
      return true;
    }
  }

  private static long rollbacks(Ordeal ordeal) throws SQLException {
    return ordeal
        .database()
        .count("SELECT xact_rollback FROM pg_stat_database WHERE datname = current_database()");
  }

  /** A trigger says what a full disk says; a sequence, which no rollback undoes, counts. */
  static Outage fillDisk(Ordeal ordeal) throws Exception {
    String full = ordeal.database().table("disk_full");
    try (Connection connection = ordeal.database().connect()) {
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
              .formatted(ordeal.database().table("processed_events"), full));
    }
    return new SeenOutage(
        () -> {
          try (Connection connection = ordeal.database().connect()) {
            execute(connection, "DROP FUNCTION " + full + " CASCADE");
            execute(connection, "DROP SEQUENCE " + full);
          }
        },
        () -> ordeal.database().count("SELECT count(*) FROM " + full + " WHERE is_called") > 0);
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private DatabaseFaults() {}
}
