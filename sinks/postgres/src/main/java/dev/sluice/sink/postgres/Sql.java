// SPDX-License-Identifier: Apache-2.0
package dev.sluice.sink.postgres;

/** Writes names into SQL text: always quoted, always with their schema. */
final class Sql {

  static String identifier(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  static String literal(String text) {
    // E'' means the same for every value of standard_conforming_strings.
    return "E'" + text.replace("\\", "\\\\").replace("'", "''") + "'";
  }

  static String table(String schema, String table) {
    return identifier(schema) + '.' + identifier(table);
  }

  private Sql() {}
}
