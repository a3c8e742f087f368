// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.writer;

/**
 * The measurement of rows written once.
 *
 * @param method a {@link WriteMethod#title}, {@link #FIRST_RUN} or {@link #REPLAY}
 * @param batch rows per transaction
 * @param round the round, from 1
 * @param rows the total number of rows
 * @param seconds until the last commit
 * @param ownCpuSeconds the processor time of the writing thread
 * @param databaseCpuSeconds the database's processor time meanwhile
 * @param walBytes the database's write-ahead log meanwhile
 * @param problem why it does not count; null if it does
 */
record WriterCell(
    String method,
    int batch,
    int round,
    int rows,
    double seconds,
    double ownCpuSeconds,
    double databaseCpuSeconds,
    long walBytes,
    String problem) {

  /** Sluice's writer fills a table, before the replay. */
  static final String FIRST_RUN = "first run";

  /** Sluice's writer writes rows that the table already holds. */
  static final String REPLAY = "replay";

  /** Whether the table held the right rows afterwards. */
  boolean isValid() {
    return problem == null;
  }

  double rowsPerSecond() {
    return rows / seconds;
  }

  double walBytesPerRow() {
    return (double) walBytes / rows;
  }

  /** The same result, with a problem. */
  WriterCell because(String why) {
    return new WriterCell(
        method, batch, round, rows, seconds, ownCpuSeconds, databaseCpuSeconds, walBytes, why);
  }
}
