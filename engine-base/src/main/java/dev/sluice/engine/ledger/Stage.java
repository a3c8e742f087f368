package dev.sluice.engine.ledger;

import dev.sluice.engine.decision.Decision;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.postgresql.PGConnection;

/**
 * Brings one transaction's rows into the tables by way of temporary ones: COPY to the stage, then
 * one merge in key order. Rows that the database refuses are found by halving, and at last one by
 * one, so that each is decided alone (R13).
 */
final class Stage {

  /** Below this it costs less to try each row than to search the stage for a part again. */
  private static final int TRIED_ONE_BY_ONE = 32;

  private final Connection connection;
  private final String schema;
  private SQLException lastRefusal;

  Stage(Connection connection, String schema) {
    this.connection = connection;
    this.schema = schema;
  }

  /** Makes the temporary tables, once per connection; needs TEMP on the database. */
  static void create(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (Table table : Table.values()) {
        statement.execute(table.createStage());
      }
    }
  }

  /** The last refusal, for the log alone; or null. */
  SQLException lastRefusal() {
    return lastRefusal;
  }

  /** Stages a table's rows, once per transaction; their ordinals are their places in the list. */
  void copy(Table table, List<? extends Row> rows) throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    CopyStream stream =
        new CopyStream(
            connection.unwrap(PGConnection.class).getCopyAPI().copyIn(table.copyToStage()));
    try {
      int ordinal = 0;
      for (Row row : rows) {
        stream.row(1 + table.columnCount());
        stream.int4(ordinal++);
        row.writeTo(stream);
      }
      stream.end();
    } catch (SQLException | RuntimeException e) {
      stream.cancel(e);
      throw e;
    }
  }

  /**
   * Merges staged rows, which are in position order.
   *
   * @return the decisions whose rows the database's own constraints refuse, in position order
   */
  List<Decision> land(Table table, List<? extends Row> rows) throws SQLException {
    List<Decision> refused = new ArrayList<>();
    if (!rows.isEmpty()) {
      land(table, rows, 0, rows.size(), refused);
    }
    return refused;
  }

  private void land(Table table, List<? extends Row> rows, int from, int to, List<Decision> refused)
      throws SQLException {
    Savepoint before = connection.setSavepoint();
    try {
      merge(table, rows, from, to);
      connection.releaseSavepoint(before);
      return;
    } catch (SQLException e) {
      undo(before, e);
      connection.releaseSavepoint(before);
    }
    if (to - from <= TRIED_ONE_BY_ONE) {
      refused.addAll(landEach(table, rows.subList(from, to)));
    } else {
      int middle = (from + to) >>> 1;
      land(table, rows, from, middle, refused);
      land(table, rows, middle, to, refused);
    }
  }

  private void merge(Table table, List<? extends Row> rows, int from, int to) throws SQLException {
    run(table.merge(schema), from, to);
    if (hasCopies(rows.subList(from, to))) {
      // They change nothing, but a constraint must see every accepted row, in whatever batch (R12).
      run(table.propose(schema), from, to);
    }
  }

  private static boolean hasCopies(List<? extends Row> rows) {
    Set<String> identities = new HashSet<>();
    for (Row row : rows) {
      if (row instanceof Row.Processed one && !identities.add(one.identity())) {
        return true;
      }
    }
    return false;
  }

  private void run(String sql, int from, int to) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setInt(1, from);
      statement.setInt(2, to);
      statement.executeUpdate();
    }
  }

  /**
   * Merges rows that need not be staged, one by one.
   *
   * @return the decisions whose rows the database's own constraints refuse
   */
  List<Decision> landEach(Table table, List<? extends Row> rows) throws SQLException {
    List<Decision> refused = new ArrayList<>();
    if (rows.isEmpty()) {
      return refused;
    }
    Savepoint before = connection.setSavepoint();
    try (PreparedStatement statement = connection.prepareStatement(table.upsert(schema))) {
      for (Row row : rows) {
        row.writeTo(new Parameters(statement));
        try {
          statement.executeUpdate();
        } catch (SQLException e) {
          undo(before, e);
          refused.add(row.decision());
          continue;
        }
        connection.releaseSavepoint(before);
        before = connection.setSavepoint();
      }
    }
    connection.releaseSavepoint(before);
    return refused;
  }

  private void undo(Savepoint before, SQLException failure) throws SQLException {
    if (!SqlFaults.isRefusal(failure)) {
      throw failure;
    }
    connection.rollback(before);
    lastRefusal = failure;
  }
}
