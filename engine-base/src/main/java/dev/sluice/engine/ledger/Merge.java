package dev.sluice.engine.ledger;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Statements with their parameters, to be sent together. */
final class Merge {

  private final List<String> statements = new ArrayList<>();
  private final List<Object> parameters = new ArrayList<>();

  /**
   * Adds a statement.
   *
   * @param values an Integer, or a list of them for an array, for each of its parameters
   */
  void add(String sql, Object... values) {
    statements.add(sql);
    parameters.addAll(List.of(values));
  }

  List<String> statements() {
    return statements;
  }

  /** Sets the parameters behind the given one; returns the last. */
  int bind(PreparedStatement statement, int after) throws SQLException {
    int last = after;
    for (Object parameter : parameters) {
      last++;
      if (parameter instanceof List<?> array) {
        statement.setArray(last, statement.getConnection().createArrayOf("int4", array.toArray()));
      } else {
        statement.setObject(last, parameter);
      }
    }
    return last;
  }
}
