package dev.sluice.engine.ledger;

import dev.sluice.engine.decision.Decision;
import dev.sluice.model.Position;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * One try to bring rows and ledger forward together (R9). The rows are staged before the ledger is
 * locked: no timeout of the server's ends a COPY whose client froze, so none may hold a lock then.
 * Under the lock it is checked that the ledger stands where the batch assumes.
 */
final class LedgerTransaction {

  private static final String LOCKED = "sluice_locked";

  /**
   * How a try ended without failing.
   *
   * @param committed false where the ledger stood elsewhere; then nothing was written
   * @param rows the ledger's rows: as committed, or as they stood
   * @param refusals for the log: what the database refused; null where nothing
   */
  record Result(boolean committed, SortedMap<Integer, LedgerRow> rows, String refusals) {}

  private final Connection connection;
  private final Target target;

  /** On a session of its own, not in autocommit. */
  LedgerTransaction(Connection connection, Target target) {
    this.connection = connection;
    this.target = target;
  }

  /** The ledger's rows as they stand now; inserts those of partitions that appeared since. */
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
                + " has no row for "
                + target.topic()
                + "-"
                + partition
                + " any more; stop, and find out who deleted it",
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

  /** Where the ledger stands under its lock, and what of a stage's rows the table holds. */
  private record Locked(SortedMap<Integer, LedgerRow> rows, Map<String, Position> held) {}

  /** Writes a batch that is not empty, if the ledger stands where it assumes. */
  Result write(Batch batch) throws SQLException {
    Stage stage = new Stage(connection, target.schema());
    stage.copy(batch);
    Locked locked = lock(batch, stage);
    if (!locked.rows().equals(batch.assumed())) {
      connection.rollback();
      return new Result(false, locked.rows(), null);
    }
    String refusals = null;
    try {
      mergeAndMove(stage.merge(locked.held()), batch);
    } catch (SQLException e) {
      // Another writer's row that came between look and insert is told like a refusal.
      if (!SqlFaults.isRefusal(e)) {
        throw e;
      }
      execute("ROLLBACK TO SAVEPOINT " + LOCKED);
      refusals = divert(stage, batch);
    }
    connection.commit();
    SortedMap<Integer, LedgerRow> rows = locked.rows();
    for (LedgerRow moved : batch.moved()) {
      rows.put(moved.partition(), moved);
    }
    return new Result(true, rows, refusals);
  }

  /** In one round trip, since each costs two waits for a processor on a busy machine. */
  private Locked lock(Batch batch, Stage stage) throws SQLException {
    List<String> statements = new ArrayList<>();
    statements.add(Ledger.lockSql(target.schema()));
    // A user's deferred constraint must speak while its row can still be told from the others.
    statements.add("SET CONSTRAINTS ALL IMMEDIATE");
    statements.add("SAVEPOINT " + LOCKED);
    Optional<String> look = stage.heldSql();
    look.ifPresent(statements::add);
    try (PreparedStatement statement = prepare(statements)) {
      int last = Ledger.bindLock(statement, 0, target.topic(), batch.assumed().keySet());
      if (look.isPresent()) {
        stage.bindHeld(statement, last);
      }
      statement.execute();
      SortedMap<Integer, LedgerRow> rows = Ledger.read(statement.getResultSet());
      Map<String, Position> held = Map.of();
      while (statement.getMoreResults() || statement.getUpdateCount() >= 0) {
        if (statement.getResultSet() != null) {
          held = Stage.held(statement.getResultSet());
        }
      }
      return new Locked(rows, held);
    }
  }

  private void mergeAndMove(Merge merge, Batch batch) throws SQLException {
    List<String> statements = new ArrayList<>(merge.statements());
    statements.add(Ledger.moveSql(target.schema()));
    try (PreparedStatement statement = prepare(statements)) {
      int last = merge.bind(statement, 0);
      Ledger.bindMove(statement, last, target.topic(), batch.moved());
      statement.execute();
      int moved = statement.getUpdateCount();
      while (statement.getMoreResults() || statement.getUpdateCount() >= 0) {
        moved = statement.getUpdateCount();
      }
      checkMoved(moved, batch);
    }
  }

  private PreparedStatement prepare(List<String> statements) throws SQLException {
    return connection.prepareStatement(String.join("; ", statements));
  }

  /** Lands what is not refused, table by table, and the refused as dead letters (R13). */
  private String divert(Stage stage, Batch batch) throws SQLException {
    List<Decision> refused = new ArrayList<>(stage.land(Table.PROCESSED_EVENTS));
    refused.addAll(stage.land(Table.LATE_EVENTS));
    refused.sort(Comparator.comparing(decision -> decision.record().position()));
    List<Decision> unkept = new ArrayList<>(stage.land(Table.DEAD_LETTERS));
    unkept.addAll(stage.landEach(Table.DEAD_LETTERS, batch.divert(refused)));
    try (PreparedStatement statement =
        connection.prepareStatement(Ledger.moveSql(target.schema()))) {
      Ledger.bindMove(statement, 0, target.topic(), batch.moved());
      checkMoved(statement.executeUpdate(), batch);
    }
    return refused.isEmpty() && unkept.isEmpty()
        ? null
        : refused.size()
            + " rows refused by the database and put into dead_letters, "
            + unkept.size()
            + " dead letters refused and only counted; the last one: "
            + withoutData(stage.lastRefusal());
  }

  private void checkMoved(int moved, Batch batch) {
    if (moved != batch.moved().size()) {
      throw new LedgerException(
          moved
              + " of "
              + batch.moved().size()
              + " locked ledger rows of "
              + target.topic()
              + " could be moved; a trigger or policy on the table ledger keeps them",
          null);
    }
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Names the constraint, without the row that the server's own message would show. */
  private static String withoutData(SQLException refusal) {
    ServerErrorMessage server =
        refusal instanceof PSQLException postgres ? postgres.getServerErrorMessage() : null;
    return "SQLSTATE "
        + refusal.getSQLState()
        + (server == null
            ? ""
            : ", table " + server.getTable() + ", constraint " + server.getConstraint());
  }
}
