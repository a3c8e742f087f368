package dev.sluice.bench.operation;

import java.util.Locale;

/** What is measured at an {@link Exercise}. */
enum Measure {
  /** From the start of the process, or from the kill, to the line {@code RUNNING}. */
  RUNNING("to RUNNING, s", 2),
  /** From there to the commit of the first row, or of the first new one. */
  FIRST_ROW("to the first row, s", 2),
  /** From the kill to the commit of the last record that had been sent when the first row came. */
  CAUGHT_UP("to caught up, s", 2),
  /** Processor time of the engine's own processes in a second. */
  CPU("own CPU, ms/s", 1),
  /** That of the database meanwhile. */
  DATABASE_CPU("Postgres CPU, ms/s", 1),
  /** That of the broker meanwhile. */
  BROKER_CPU("broker CPU, ms/s", 1),
  /** ResidentMemory memory of the engine's own processes in the end. */
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

  /** A value as it is shown, the same in every locale. */
  String show(double value) {
    return String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }
}
