package dev.sluice.engine.ledger;

import dev.sluice.engine.decision.Decision;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.postgresql.PGConnection;

/**
 * One transaction's rows on their way into the tables, by way of a temporary one: one COPY to the
 * stage, then one merge a table in key order. Rows that the database refuses are found by halving,
 * and at last one by one, so that each is decided alone (R13).
 */
final class Stage {

  /** Below this it costs less to try each row than to search the stage for a part again. */
  private static final int TRIED_ONE_BY_ONE = 32;

  /** A table's rows, in position order, and the ordinal of the first. */
  private record Part(Table table, List<? extends Row> rows, int first) {}

  private final Connection connection;
  private final String schema;
  private final Map<Table, Part> parts = new EnumMap<>(Table.class);
  private int staged;
  private SQLException lastRefusal;

  Stage(Connection connection, String schema) {
    this.connection = connection;
    this.schema = schema;
  }

  /** Makes the temporary table, once per connection; needs TEMP on the database. */
  static void create(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(Table.createStage());
    }
  }

  /** The last refusal, for the log alone; or null. */
  SQLException lastRefusal() {
    return lastRefusal;
  }

  /** Stages a batch's rows. */
  void copy(Batch batch) throws SQLException {
    take(Table.PROCESSED_EVENTS, batch.processed());
    take(Table.LATE_EVENTS, batch.late());
    take(Table.DEAD_LETTERS, batch.deadLetters());
    if (parts.isEmpty()) {
      return;
    }
    CopyStream stream =
        new CopyStream(
            connection.unwrap(PGConnection.class).getCopyAPI().copyIn(Table.copyToStage()));
    try {
      for (Part part : parts.values()) {
        copy(part, stream);
      }
      stream.end();
    } catch (SQLException | RuntimeException e) {
      stream.cancel(e);
      throw e;
    }
  }

  private void take(Table table, List<? extends Row> rows) {
    if (!rows.isEmpty()) {
      parts.put(table, new Part(table, rows, staged));
      staged += rows.size();
    }
  }

  private static void copy(Part part, CopyStream stream) throws SQLException {
    int before = part.table().stageColumnsBefore();
    int after = part.table().stageColumnsAfter();
    int ordinal = part.first();
    for (Row row : part.rows()) {
      stream.row(1 + before + part.table().columnCount() + after);
      stream.int4(ordinal++);
      stream.nulls(before);
      row.writeTo(stream);
      stream.nulls(after);
    }
  }

  /** The statements that merge all that is staged, for one round trip. */
  List<String> mergeSql() {
    List<String> statements = new ArrayList<>();
    for (Part part : parts.values()) {
      statements.addAll(mergeSql(part.table(), part.rows()));
    }
    return statements;
  }

  private List<String> mergeSql(Table table, List<? extends Row> rows) {
    // The copies that lose change nothing, but a constraint must see every accepted row, in
    // whatever batch (R12).
    return hasCopies(rows)
        ? List.of(table.merge(schema), table.propose(schema))
        : List.of(table.merge(schema));
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

  /** Sets the parameters of {@link #mergeSql} behind the given one; returns the last. */
  int bindMerge(PreparedStatement statement, int after) throws SQLException {
    int last = after;
    for (Part part : parts.values()) {
      for (int i = 0; i < mergeSql(part.table(), part.rows()).size(); i++) {
        statement.setInt(++last, part.first());
        statement.setInt(++last, part.first() + part.rows().size());
      }
    }
    return last;
  }

  /**
   * Merges a table's staged rows, but for those that are refused.
   *
   * @return the decisions whose rows the database's own constraints refuse, in position order
   */
  List<Decision> land(Table table) throws SQLException {
    List<Decision> refused = new ArrayList<>();
    Part part = parts.get(table);
    if (part != null) {
      land(part, 0, part.rows().size(), refused);
    }
    return refused;
  }

  private void land(Part part, int from, int to, List<Decision> refused) throws SQLException {
    Savepoint before = connection.setSavepoint();
    List<? extends Row> rows = part.rows().subList(from, to);
    try {
      for (String sql : mergeSql(part.table(), rows)) {
        run(sql, part.first() + from, part.first() + to);
      }
      connection.releaseSavepoint(before);
      return;
    } catch (SQLException e) {
      undo(before, e);
      connection.releaseSavepoint(before);
    }
    if (rows.size() <= TRIED_ONE_BY_ONE) {
      refused.addAll(landEach(part.table(), rows));
    } else {
      int middle = (from + to) >>> 1;
      land(part, from, middle, refused);
      land(part, middle, to, refused);
    }
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
