// SPDX-License-Identifier: Apache-2.0
package dev.sluice.sink.postgres;

import dev.sluice.engine.decision.DecidedRecord;
import dev.sluice.engine.ledger.LedgerException;
import dev.sluice.engine.ledger.LedgerRow;
import dev.sluice.engine.sink.Batch;
import dev.sluice.engine.sink.SinkWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * One try to write rows and ledger together (R9). The rows are staged before the ledger is locked:
 * no server timeout ends a COPY whose client froze, so a COPY must not run under a lock. Under the
 * lock, the ledger is compared with what the batch assumes.
 */
final class LedgerTransaction {

  private static final String LOCKED = "sluice_locked";

  private final Connection connection;
  private final PgTarget target;
  private final int direct;
  private final GuardLook look;

  /**
   * Prepares a try on a session that is not in autocommit and used by nothing else.
   *
   * @param direct up to how many rows a {@link DirectWrite} is tried
   * @param look when a direct write must check whether a table is guarded
   */
  LedgerTransaction(Connection connection, PgTarget target, int direct, GuardLook look) {
    this.connection = connection;
    this.target = target;
    this.direct = direct;
    this.look = look;
  }

  /** Reads the current ledger rows; inserts those of partitions that appeared since the start. */
  SortedMap<Integer, LedgerRow> read(Set<Integer> partitions) throws SQLException {
    SortedMap<Integer, LedgerRow> rows = select(partitions);
    Set<Integer> missing = new TreeSet<>(partitions);
    missing.removeAll(rows.keySet());
    SortedMap<Integer, Long> appeared = new TreeMap<>();
    for (int partition : missing) {
      if (target.planned().contains(partition)) {
        throw new LedgerException(
            "the ledger of schema "
                + target.schema()
                + " no longer has a row for "
                + target.topic()
                + "-"
                + partition
                + "; find out who deleted it",
            null);
      }
      appeared.put(partition, 0L); // R15: a partition that appears later starts at 0
    }
    if (!missing.isEmpty()) {
      Ledger.insertMissing(connection, target.schema(), target.topic(), appeared);
      rows = select(partitions);
    }
    connection.commit();
    return rows;
  }

  private SortedMap<Integer, LedgerRow> select(Set<Integer> partitions) throws SQLException {
    SortedMap<Integer, LedgerRow> rows = Ledger.rows(connection, target.schema(), target.topic());
    rows.keySet().retainAll(partitions);
    return rows;
  }

  /** Writes a batch that is not empty, if the ledger is as it assumes. */
  SinkWriter.Commit write(Batch batch) throws SQLException {
    if (batch.rows() <= direct && new DirectWrite(connection, target, look).write(batch)) {
      return written(batch, null);
    }
    StagedWrite stage = new StagedWrite(connection, target.schema());
    stage.copy(batch);
    SortedMap<Integer, LedgerRow> rows = lock(batch, stage);
    if (!rows.equals(batch.assumed())) {
      connection.rollback();
      return new SinkWriter.Commit(false, rows, null);
    }
    String refusals = stage.isGuarded() || !merge(batch, stage) ? divert(stage, batch) : null;
    connection.commit();
    return written(batch, refusals);
  }

  /**
   * Whether all rows were merged; if one is refused, rolls back to the savepoint after the lock.
   */
  private boolean merge(Batch batch, StagedWrite stage) throws SQLException {
    try {
      RoundTrip trip = new RoundTrip();
      stage.merge(trip);
      move(trip, batch);
      return true;
    } catch (SQLException e) {
      // A row that another writer inserted after the look-up is reported like a refusal.
      if (!SqlFaults.isRefusal(e)) {
        throw e;
      }
      execute("ROLLBACK TO SAVEPOINT " + LOCKED);
      return false;
    }
  }

  private static SinkWriter.Commit written(Batch batch, String refusals) {
    SortedMap<Integer, LedgerRow> rows = new TreeMap<>(batch.assumed());
    for (LedgerRow moved : batch.moved()) {
      rows.put(moved.partition(), moved);
    }
    return new SinkWriter.Commit(true, rows, refusals);
  }

  /** Locks the ledger, and looks up which of the staged rows the table already has. */
  private SortedMap<Integer, LedgerRow> lock(Batch batch, StagedWrite stage) throws SQLException {
    SortedMap<Integer, LedgerRow> rows = new TreeMap<>();
    RoundTrip trip = new RoundTrip();
    Ledger.lock(trip, target.schema(), target.topic(), batch.assumed().keySet(), rows);
    // A user's deferred constraint must be checked while its row can still be identified.
    trip.add("SET CONSTRAINTS ALL IMMEDIATE");
    trip.add("SAVEPOINT " + LOCKED);
    stage.look(trip);
    trip.send(connection);
    if (!rows.keySet().equals(batch.assumed().keySet())) {
      // They were found without a lock: a retry would find them again, without end.
      throw new LedgerException(
          "the ledger of schema "
              + target.schema()
              + " does not let the rows of "
              + target.topic()
              + " be locked, except for partitions "
              + rows.keySet()
              + "; the others were deleted, or a policy hides them from an UPDATE",
          null);
    }
    return rows;
  }

  /** Moves the ledger at the end of a round trip. */
  private void move(RoundTrip trip, Batch batch) throws SQLException {
    List<LedgerRow> rows = batch.moved();
    Ledger.move(trip, target.schema(), target.topic(), rows);
    List<Integer> changed = trip.send(connection);
    int moved = changed.get(changed.size() - 1);
    if (moved != rows.size()) {
      throw new LedgerException(
          moved
              + " of "
              + rows.size()
              + " locked ledger rows of "
              + target.topic()
              + " could be moved; remove the trigger or policy on the table ledger that prevents it",
          null);
    }
  }

  /** Merges the rows that are not refused, table by table, and the others as dead letters (R13). */
  private String divert(StagedWrite stage, Batch batch) throws SQLException {
    List<DecidedRecord> refused = new ArrayList<>(stage.land(Table.PROCESSED_EVENTS));
    refused.addAll(stage.land(Table.LATE_EVENTS));
    refused.sort(Comparator.comparing(decision -> decision.record().position()));
    List<DecidedRecord> unkept = new ArrayList<>(stage.land(Table.DEAD_LETTERS));
    unkept.addAll(stage.landEach(Table.DEAD_LETTERS, batch.divert(refused)));
    move(new RoundTrip(), batch);
    return refused.isEmpty() && unkept.isEmpty()
        ? null
        : "rows refused by the database and put into dead_letters: "
            + refused.size()
            + "; dead letters refused and only counted: "
            + unkept.size()
            + "; the last refusal: "
            + withoutData(stage.lastRefusal());
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Names the constraint, without the row that the server's message would show. */
  static String withoutData(SQLException refusal) {
    if (refusal == null) {
      return "a row was kept out without an error";
    }
    ServerErrorMessage server =
        refusal instanceof PSQLException postgres ? postgres.getServerErrorMessage() : null;
    // A policy or a trigger is not always named by the server.
    String table = server == null || server.getTable() == null ? "" : server.getTable();
    String constraint =
        server == null || server.getConstraint() == null ? "" : server.getConstraint();
    return "SQLSTATE "
        + refusal.getSQLState()
        + (table.isEmpty() ? "" : ", table " + table)
        + (constraint.isEmpty() ? "" : ", constraint " + constraint);
  }
}
