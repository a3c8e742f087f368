// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.operation;

import java.util.Locale;

/** A value that is measured in an {@link Exercise}. */
enum Measure {
  /** Time from the start of the process, or from the kill, to the status line {@code RUNNING}. */
  RUNNING("until RUNNING, s", 2),
  /** Time from the same moment to the commit of the first row, or of the first new row. */
  FIRST_ROW("until first row, s", 2),
  /** Time from the kill until every record is counted that had been sent by the first new row. */
  CAUGHT_UP("until caught up, s", 2),
  /** Processor time of the engine's own processes per second. */
  CPU("own CPU, ms/s", 1),
  /** Processor time of the database in that time. */
  DATABASE_CPU("Postgres CPU, ms/s", 1),
  /** Processor time of the broker in that time. */
  BROKER_CPU("broker CPU, ms/s", 1),
  /** Resident memory of the engine's own processes at the end. */
  MEMORY("resident MiB", 0);

  private final String title;
  private final int decimals;

  Measure(String title, int decimals) {
    this.title = title;
    this.decimals = decimals;
  }

  /** The heading of its column, with the unit. */
  String title() {
    return title;
  }

  /** A value as text, the same in every locale. */
  String show(double value) {
    return String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }
}
