package dev.sluice.engine.ledger;

/** How names are written into SQL text: always quoted, always with their schema. */
final class Sql {

  static String identifier(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  static String literal(String text) {
    // E'' reads the same whatever standard_conforming_strings says.
    return "E'" + text.replace("\\", "\\\\").replace("'", "''") + "'";
  }

  static String table(String schema, String table) {
    return identifier(schema) + '.' + identifier(table);
  }

  private Sql() {}
}
