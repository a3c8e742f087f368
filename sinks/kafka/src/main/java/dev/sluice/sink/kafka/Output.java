// SPDX-License-Identifier: Apache-2.0
package dev.sluice.sink.kafka;

import dev.sluice.engine.sink.Row;
import java.util.List;

/** The topics of rows, each with the columns of the table of the same rows. */
enum Output {
  EVENTS("events", "processed_events", Row.Processed.COLUMNS),
  LATE("late", "late_events", Row.LateEvent.COLUMNS),
  DEAD_LETTERS("dead-letters", "dead_letters", Row.DeadLetter.COLUMNS);

  private final String suffix;
  private final String table;

  @SuppressWarnings("ImmutableEnumChecker") // a list that cannot be changed
  private final List<String> columns;

  Output(String suffix, String table, List<String> columns) {
    this.suffix = suffix;
    this.table = table;
    this.columns = columns;
  }

  /** The topic's name. */
  String topic(String name) {
    return name + "." + suffix;
  }

  /** The table in {@code docs/contract/schema.sql} that has the same rows. */
  String table() {
    return table;
  }

  List<String> columns() {
    return columns;
  }
}
