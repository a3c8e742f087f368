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
import org.postgresql.copy.CopyManager;

/**
 * Brings rows into the tables by way of temporary ones: COPY to the stage, then one merge in key
 * order. Rows that the database refuses are found by halving, so that each is decided alone (R13).
 */
final class Stage {

  private final Connection connection;
  private final String schema;
  private int pass;
  private SQLException lastRefusal;

  /** Of one transaction. */
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

  /**
   * Writes rows that are in position order.
   *
   * @return the decisions whose rows the database's own constraints refuse, in position order
   */
  List<Decision> land(Table table, List<? extends Row> rows) throws SQLException {
    List<Decision> refused = new ArrayList<>();
    if (!rows.isEmpty()) {
      land(table, rows, refused);
    }
    return refused;
  }

  private void land(Table table, List<? extends Row> rows, List<Decision> refused)
      throws SQLException {
    Savepoint before = connection.setSavepoint();
    try {
      merge(table, rows);
      connection.releaseSavepoint(before);
      return;
    } catch (SQLException e) {
      if (!SqlFaults.isRefusal(e)) {
        throw e;
      }
      connection.rollback(before);
      connection.releaseSavepoint(before);
      lastRefusal = e;
    }
    if (rows.size() == 1) {
      refused.add(rows.get(0).decision());
      return;
    }
    int middle = rows.size() / 2;
    land(table, rows.subList(0, middle), refused);
    land(table, rows.subList(middle, rows.size()), refused);
  }

  private void merge(Table table, List<? extends Row> rows) throws SQLException {
    int winners = ++pass;
    int losers = ++pass;
    boolean anyLoser = copy(table, rows, winners, losers);
    run(table.merge(schema), winners);
    if (anyLoser) {
      // They change nothing, but a constraint must see every accepted row, in whatever batch (R12).
      run(table.propose(schema), losers);
    }
  }

  /** Stages rows; of one identity the first, which has the lowest position, is the winner. */
  private boolean copy(Table table, List<? extends Row> rows, int winners, int losers)
      throws SQLException {
    Set<String> identities = new HashSet<>();
    boolean anyLoser = false;
    CopyManager manager = connection.unwrap(PGConnection.class).getCopyAPI();
    CopyStream stream = new CopyStream(manager.copyIn(table.copyToStage()));
    try {
      for (Row row : rows) {
        boolean loses = row instanceof Row.Processed p && !identities.add(p.identity());
        anyLoser |= loses;
        stream.row(1 + table.columnCount());
        stream.int4(loses ? losers : winners);
        row.writeTo(stream);
      }
      stream.end();
    } catch (SQLException | RuntimeException e) {
      stream.cancel(e);
      throw e;
    }
    return anyLoser;
  }

  private void run(String sql, int pass) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setInt(1, pass);
      statement.executeUpdate();
    }
  }
}
