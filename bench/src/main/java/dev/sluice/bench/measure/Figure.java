package dev.sluice.bench.measure;

import java.util.Locale;

/** What is measured of one run. */
public enum Figure {
  /** Records a second from the first one that was taken to the last commit. */
  DRAIN_RATE("events/s", 0, true),
  /** Records a second from the start of the process to the last commit. */
  TOTAL_RATE("events/s from start", 0, true),
  /** Seconds from the start of the process to the commit of the first row. */
  FIRST_ROW("start to first row, s", 2, false),
  /** Processor seconds of the contestant's own processes. */
  CPU("own CPU s", 1, false),
  /** Processor seconds of the database meanwhile. */
  DATABASE_CPU("Postgres CPU s", 1, false),
  /** Processor seconds of the broker meanwhile. */
  BROKER_CPU("broker CPU s", 1, false),
  /** The most resident memory of the contestant's own processes, in MiB. */
  MEMORY("peak MiB", 0, false),
  /** What the database wrote ahead, in MB for a million records. */
  WAL("WAL MB/M events", 1, false),
  /** What the contestant's JVM allocated, in bytes for a record. */
  ALLOCATED("B allocated/event", 0, false);

  private final String title;
  private final int decimals;
  private final boolean isBetterHigh;

  Figure(String title, int decimals, boolean isBetterHigh) {
    this.title = title;
    this.decimals = decimals;
    this.isBetterHigh = isBetterHigh;
  }

  /** The heading of its column, with the unit. */
  public String title() {
    return title;
  }

  /** Whether more is better. */
  public boolean isBetterHigh() {
    return isBetterHigh;
  }

  /** A value as it is shown, the same in every locale. */
  public String show(double value) {
    return String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }
}
