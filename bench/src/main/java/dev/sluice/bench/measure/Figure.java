// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.measure;

import java.util.Locale;

/** A figure that is measured in one run. */
public enum Figure {
  /** Records a second from the status line {@code RUNNING} to the last commit. */
  DRAIN_RATE("events/s", 0),
  /** Records a second over the second half of the records, when code is compiled. */
  WARM_RATE("2nd half, events/s", 0),
  /** Records a second from the start of the process to the last commit. */
  TOTAL_RATE("from start, events/s", 0),
  /**
   * Seconds from the start of the process to the first commit that left a row or moved the ledger.
   */
  FIRST_ROW("first commit, s", 2),
  /** Processor seconds of the contestant's own processes. */
  CPU("own CPU s", 1),
  /** Processor seconds of the database in that time. */
  DATABASE_CPU("Postgres CPU s", 1),
  /** Processor seconds of the broker in that time. */
  BROKER_CPU("broker CPU s", 1),
  /** The most resident memory of the contestant's own processes, in MiB. */
  MEMORY("peak MiB", 0),
  /** The database's write-ahead log, in MB per million records. */
  WAL("WAL, MB/M events", 1),
  /** The allocations of the contestant's JVM, in bytes per record. */
  ALLOCATED("allocated, B/event", 0),
  /**
   * The share of all processors' time that a hypervisor gave to others in that time, in percent.
   */
  STOLEN("stolen %", 0);

  private final String title;
  private final int decimals;

  Figure(String title, int decimals) {
    this.title = title;
    this.decimals = decimals;
  }

  /** The heading of its column, with the unit. */
  public String title() {
    return title;
  }

  /** A value as text, the same in every locale. */
  public String show(double value) {
    return String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }
}
