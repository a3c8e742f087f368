package dev.sluice.engine.ledger;

import dev.sluice.engine.decision.DecidedRecord;
import dev.sluice.engine.ledger.RoundTrip.SqlArray;
import dev.sluice.model.Position;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.postgresql.PGConnection;

/**
 * One transaction's rows on their way into the tables, by way of a temporary one: one COPY to the
 * stage, in key order, a look at what the tables hold already, and then plain inserts of what they
 * do not, since those cost the server half of what a merge does. Rows that the database refuses are
 * found by halving, and at last one by one, so that each is decided alone (R13). In a guarded table
 * a row may be kept out without an error; there, what each merge changed is held against what it
 * must change.
 */
final class StagedWrite {

  /** Below this it costs less to try each row than to search the stage for a part again. */
  private static final int TRIED_ONE_BY_ONE = 32;

  /** A table's rows, in key order, and the ordinal of the first. */
  private record Part(Table table, List<? extends Row> rows, int first) {

    int end() {
      return first + rows.size();
    }
  }

  private final Connection connection;
  private final String schema;
  private final Map<Table, Part> parts = new EnumMap<>(Table.class);

  /** Where the rows lie, by identity, that the table held when it was looked at. */
  private final Map<String, Position> held = new HashMap<>();

  private int staged;
  private boolean guarded;
  private SQLException lastRefusal;

  StagedWrite(Connection connection, String schema) {
    this.connection = connection;
    this.schema = schema;
  }

  /** Makes the temporary table, once per connection; needs TEMP on the database. */
  static void create(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(Table.createStage());
      // A plan that was made when a table was empty is kept when it is not: then a scan of all of
      // it for each batch would be the end. What has no index is scanned all the same.
      statement.execute("SET enable_seqscan = off");
    }
  }

  /**
   * Whether triggers or policies guard a table, as {@link #look} found; then all must be landed.
   */
  boolean isGuarded() {
    return guarded;
  }

  /** The last refusal that came with an error, for the log alone; or null. */
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
    int[] nullsBefore = part.table().nullsBefore();
    int ordinal = part.first();
    for (Row row : part.rows()) {
      stream.row(ordinal++, nullsBefore);
      row.writeTo(stream);
    }
  }

  /** Looks up which of the staged rows the table holds already, and whether any is guarded. */
  void look(RoundTrip trip) {
    trip.query(result -> guarded = result.next() && result.getBoolean(1), Table.guarded(schema));
    Part part = parts.get(Table.PROCESSED_EVENTS);
    if (part != null) {
      trip.query(
          result -> {
            while (result.next()) {
              held.put(result.getString(1), new Position(result.getInt(2), result.getLong(3)));
            }
          },
          part.table().held(schema),
          part.first(),
          part.end());
    }
  }

  /** Merges all that is staged. */
  void merge(RoundTrip trip) {
    for (Part part : parts.values()) {
      if (part.table() == Table.PROCESSED_EVENTS) {
        mergeProcessed(part, trip);
      } else {
        trip.add(part.table().merge(schema), part.first(), part.end());
      }
    }
  }

  private void mergeProcessed(Part part, RoundTrip trip) {
    List<Integer> known = new ArrayList<>();
    List<Integer> losing = new ArrayList<>();
    List<Integer> copies = new ArrayList<>();
    boolean replaces = false;
    String last = null;
    int ordinal = part.first();
    for (Row row : part.rows()) {
      String identity = ((Row.Processed) row).identity();
      Position at = held.get(identity);
      boolean isCopy = identity.equals(last);
      if (isCopy || at != null) {
        known.add(ordinal);
      }
      int order = at == null ? 0 : at.compareTo(row.position());
      replaces |= order > 0;
      if (order < 0) {
        losing.add(ordinal);
      } else if (isCopy && !row.position().equals(at)) {
        // The very row that is held says nothing new.
        copies.add(ordinal);
      }
      last = identity;
      ordinal++;
    }
    // All rows that this transaction locks, it locks by one statement, in key order: with two, or
    // waiting for somebody's update while it has locked others, it could be in a ring of writers
    // that wait for each other.
    if (replaces) {
      trip.add(part.table().merge(schema), part.first(), part.end());
      propose(part, losing, trip);
    } else {
      propose(part, losing, trip);
      if (known.size() < part.rows().size()) {
        trip.add(part.table().insert(schema), part.first(), part.end(), ordinals(known));
      }
    }
    propose(part, copies, trip);
  }

  /**
   * Rows that do not stand change nothing, but a constraint must see every accepted row, in
   * whatever batch (R12). Waits for whoever is changing the row that stands, and locks nothing.
   */
  private void propose(Part part, List<Integer> ordinals, RoundTrip trip) {
    if (!ordinals.isEmpty()) {
      trip.add(part.table().proposeSome(schema), ordinals(ordinals));
    }
  }

  private static SqlArray ordinals(List<Integer> ordinals) {
    return new SqlArray("int4", ordinals);
  }

  /**
   * Merges a table's staged rows, but for those that are refused.
   *
   * @return the decisions whose rows the database's own constraints refuse, in position order
   */
  List<DecidedRecord> land(Table table) throws SQLException {
    List<DecidedRecord> refused = new ArrayList<>();
    Part part = parts.get(table);
    if (part != null) {
      land(part, 0, part.rows().size(), refused);
    }
    return refused;
  }

  private void land(Part part, int from, int to, List<DecidedRecord> refused) throws SQLException {
    Savepoint before = connection.setSavepoint();
    List<? extends Row> rows = part.rows().subList(from, to);
    try {
      int changed = run(part.table().merge(schema), part.first() + from, part.first() + to);
      if (guarded) {
        List<Row> unchanging = unchanging(rows);
        if (changed == rows.size() - unchanging.size()) {
          connection.releaseSavepoint(before);
          refused.addAll(landEach(part.table(), part.table().proposeOne(schema), unchanging));
          return;
        }
        connection.rollback(before);
      } else {
        if (hasCopies(rows)) {
          run(part.table().propose(schema), part.first() + from, part.first() + to);
        }
        connection.releaseSavepoint(before);
        return;
      }
    } catch (SQLException e) {
      undo(before, e);
    }
    connection.releaseSavepoint(before);
    if (rows.size() <= TRIED_ONE_BY_ONE) {
      refused.addAll(landEach(part.table(), rows));
    } else {
      int middle = (from + to) >>> 1;
      land(part, from, middle, refused);
      land(part, middle, to, refused);
    }
  }

  /** Of rows in key order, those that a merge is to leave the table as it is for. */
  private List<Row> unchanging(List<? extends Row> rows) {
    List<Row> unchanging = new ArrayList<>();
    String last = null;
    for (Row row : rows) {
      if (row instanceof Row.Processed one) {
        Position at = held.get(one.identity());
        if (one.identity().equals(last) || (at != null && at.compareTo(row.position()) <= 0)) {
          unchanging.add(row);
        }
        last = one.identity();
      }
    }
    return unchanging;
  }

  /** In key order, copies of one identity are neighbours. */
  private static boolean hasCopies(List<? extends Row> rows) {
    String last = null;
    for (Row row : rows) {
      if (row instanceof Row.Processed one) {
        if (one.identity().equals(last)) {
          return true;
        }
        last = one.identity();
      }
    }
    return false;
  }

  private int run(String sql, int from, int to) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setInt(1, from);
      statement.setInt(2, to);
      return statement.executeUpdate();
    }
  }

  /**
   * Merges rows that need not be staged, one by one.
   *
   * @return the decisions whose rows the database's own constraints refuse
   */
  List<DecidedRecord> landEach(Table table, List<? extends Row> rows) throws SQLException {
    return landEach(table, table.upsert(schema), rows);
  }

  private List<DecidedRecord> landEach(Table table, String sql, List<? extends Row> rows)
      throws SQLException {
    List<DecidedRecord> refused = new ArrayList<>();
    if (rows.isEmpty()) {
      return refused;
    }
    Savepoint before = connection.setSavepoint();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (Row row : rows) {
        row.writeTo(new Parameters(statement));
        try {
          if (statement.executeUpdate() == 0 && guarded && isKeptOut(table, row)) {
            refused.add(row.decision());
          }
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

  /**
   * Why a row changed nothing: because a trigger gave nothing back for it, or, as it may, because
   * another one of its key stands before it. A plain insert tells: triggers come first, and the key
   * after them.
   */
  private boolean isKeptOut(Table table, Row row) throws SQLException {
    Position at = position(table, row);
    if (row.position().equals(at)) {
      return false; // there after all, such as in a child table that the trigger put it into
    }
    Savepoint before = connection.setSavepoint();
    boolean keptOut;
    try (PreparedStatement insert = connection.prepareStatement(table.insertOne(schema))) {
      row.writeTo(new Parameters(insert));
      keptOut = insert.executeUpdate() == 0;
      if (keptOut) {
        connection.rollback(before);
      }
    } catch (SQLException e) {
      undo(before, e);
      // A row that would go before the one that stands was to replace it.
      keptOut = !SqlFaults.isConflict(e) || (at != null && at.compareTo(row.position()) > 0);
    }
    connection.releaseSavepoint(before);
    return keptOut;
  }

  private Position position(Table table, Row row) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(table.position(schema))) {
      if (row instanceof Row.Processed one) {
        select.setString(1, one.identity());
      } else {
        select.setInt(1, row.position().partition());
        select.setLong(2, row.position().offset());
      }
      try (ResultSet result = select.executeQuery()) {
        return result.next() ? new Position(result.getInt(1), result.getLong(2)) : null;
      }
    }
  }
}
