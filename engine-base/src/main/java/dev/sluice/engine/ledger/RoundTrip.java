package dev.sluice.engine.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Statements that are sent together and answered together, since each round trip costs two waits
 * for a processor on a busy machine. The first that fails ends it.
 */
final class RoundTrip {

  /** An array as a parameter; {@code type} is that of its elements, of which each may be null. */
  record SqlArray(String type, List<?> values) {

    /** As the class by which the driver knows how to send it in the binary format. */
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

  /** Takes a statement's rows. */
  @FunctionalInterface
  interface Rows {
    void read(ResultSet result) throws SQLException;
  }

  private static final Rows NONE = result -> {};

  private final List<String> statements = new ArrayList<>();
  private final List<Rows> readers = new ArrayList<>();
  private final List<Object> parameters = new ArrayList<>();

  /** Adds a statement without rows, and what its parameters are to be. */
  void add(String sql, Object... values) {
    query(NONE, sql, values);
  }

  /** Adds a statement whose rows are wanted. */
  void query(Rows reader, String sql, Object... values) {
    statements.add(sql);
    readers.add(reader);
    parameters.addAll(List.of(values));
  }

  /**
   * Sends them.
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
