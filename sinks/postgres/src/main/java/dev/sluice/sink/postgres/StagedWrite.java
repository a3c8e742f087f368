// SPDX-License-Identifier: Apache-2.0
package dev.sluice.sink.postgres;

import dev.sluice.engine.decision.DecidedRecord;
import dev.sluice.engine.sink.Batch;
import dev.sluice.engine.sink.Row;
import dev.sluice.model.Position;
import dev.sluice.sink.postgres.RoundTrip.SqlArray;
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
 * Writes one transaction's rows by way of a temporary table, the stage: one COPY to the stage, in
 * key order, a look-up of the rows that the tables already have, and then plain inserts of the
 * others, which cost the server half as much as a merge. Rows that the database refuses are found
 * by halving, and in the end one by one, so that each is decided separately (R13). In a guarded
 * table a row may be kept out without an error; there, the number of rows that each merge changed
 * is compared with the number that it must change.
 */
final class StagedWrite {

  /** Up to this many rows, trying each row costs less than searching the stage for a part again. */
  private static final int TRIED_ONE_BY_ONE = 32;

  /** A table's rows, in key order, with the ordinal of the first. */
  private record Part(Table table, List<? extends Row> rows, int first) {

    int end() {
      return first + rows.size();
    }
  }

  private final Connection connection;
  private final String schema;
  private final Map<Table, Part> parts = new EnumMap<>(Table.class);

  /** The positions, by identity, of the rows that the table had at the look-up. */
  private final Map<String, Position> held = new HashMap<>();

  private int staged;
  private boolean guarded;
  private SQLException lastRefusal;

  StagedWrite(Connection connection, String schema) {
    this.connection = connection;
    this.schema = schema;
  }

  /** Creates the temporary table, once per connection; needs TEMP on the database. */
  static void create(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(Table.createStage());
      // A plan that was made for an empty table is kept when the table has grown: a full scan for
      // each
      // batch would then be far too slow. Tables without an index are scanned all the same.
      statement.execute("SET enable_seqscan = off");
    }
  }

  /**
   * Whether triggers or policies guard a table, as {@link #look} found; then every table needs
   * {@link #land}.
   */
  boolean isGuarded() {
    return guarded;
  }

  /** The last refusal that came with an error, only for the log; null if there was none. */
  SQLException lastRefusal() {
    return lastRefusal;
  }

  /** Stages a batch's rows. */
  void copy(Batch batch) throws SQLException {
    take(Table.PROCESSED_EVENTS, batch.processedByKey());
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

  /** Looks up which of the staged rows the table already has, and whether any table is guarded. */
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
        // The row that the table has need not be proposed again.
        copies.add(ordinal);
      }
      last = identity;
      ordinal++;
    }
    // This transaction locks all of its rows with one statement, in key order: with two, or if it
    // waited for another writer's update while it held locks, writers could deadlock.
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
   * Proposes rows that lose to another copy: they change nothing, but a constraint must see every
   * accepted row, however rows are batched (R12). Waits for a writer that is changing the current
   * row, and locks nothing.
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
   * Merges a table's staged rows, except those that are refused.
   *
   * @return the decisions whose rows the database refuses, in position order
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

  /** The rows, of some in key order, for which a merge must not change the table. */
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

  /** Whether an identity occurs twice; in key order, its copies are neighbours. */
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
   * Merges rows one by one; they need not be staged.
   *
   * @return the decisions whose rows the database refuses
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
   * Whether a row changed nothing because a trigger kept it out, and not because the table has a
   * row of its key at a lower position. A plain insert shows it: triggers run before the key is
   * checked.
   */
  private boolean isKeptOut(Table table, Row row) throws SQLException {
    Position at = position(table, row);
    if (row.position().equals(at)) {
      return false; // written after all, such as to a child table by the trigger
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
      // A row at a lower position than the current one should have replaced it.
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
