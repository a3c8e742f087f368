// SPDX-License-Identifier: Apache-2.0
package dev.sluice.sink.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Statements that are sent and answered in one message, since each round trip costs two waits for a
 * processor on a busy machine. The first that fails ends it.
 */
final class RoundTrip {

  /**
   * An array as a parameter; {@code type} is the type of its elements, each of which may be null.
   */
  record SqlArray(String type, List<?> values) {

    /** An array of the class that makes the driver send it in the binary format. */
    private Object[] elements() {
      return switch (type) {
        case "int4" -> values.toArray(new Integer[0]);
        case "int8" -> values.toArray(new Long[0]);
        case "text" -> values.toArray(new String[0]);
        case "bytea" -> values.toArray(new byte[0][]);
        default -> throw new IllegalArgumentException("no array of " + type + " is ever sent");
      };
    }
  }

  /** Receives a statement's rows. */
  @FunctionalInterface
  interface Rows {
    void read(ResultSet result) throws SQLException;
  }

  private static final Rows NONE = result -> {};

  private final List<String> statements = new ArrayList<>();
  private final List<Rows> readers = new ArrayList<>();
  private final List<Object> parameters = new ArrayList<>();

  /** Adds a statement that returns no rows, with its parameters. */
  void add(String sql, Object... values) {
    query(NONE, sql, values);
  }

  /** Adds a statement with a reader for its rows. */
  void query(Rows reader, String sql, Object... values) {
    statements.add(sql);
    readers.add(reader);
    parameters.addAll(List.of(values));
  }

  /**
   * Sends the statements and reads the answers.
   *
   * @return how many rows each statement changed
   */
  List<Integer> send(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(String.join("; ", statements))) {
      int last = 0;
      for (Object parameter : parameters) {
        if (parameter instanceof SqlArray array) {
          statement.setArray(++last, connection.createArrayOf(array.type(), array.elements()));
        } else {
          statement.setObject(++last, parameter);
        }
      }
      statement.execute();
      List<Integer> changed = new ArrayList<>();
      for (Rows reader : readers) {
        try (ResultSet result = statement.getResultSet()) {
          if (result != null) {
            reader.read(result);
          }
        }
        changed.add(statement.getUpdateCount());
        statement.getMoreResults();
      }
      return changed;
    }
  }
}
