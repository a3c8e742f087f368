package dev.sluice.bench.writer;

/**
 * Some rows written once.
 *
 * @param method how, a name of {@link WriteMethod#title}, or {@link #FIRST_RUN} or {@link #REPLAY}
 * @param batch rows a transaction
 * @param round the first is 1
 * @param rows in all
 * @param seconds until the last commit
 * @param ownCpuSeconds the processor time of the thread that wrote
 * @param databaseCpuSeconds the database's meanwhile
 * @param walBytes what the database wrote ahead meanwhile
 * @param problem why it does not count; null where it does
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

  /** Sluice's writer fills a table, which it is then to write again. */
  static final String FIRST_RUN = "first run";

  /** Sluice's writer writes what is there already. */
  static final String REPLAY = "replay";

  /** Whether the table then held what it must. */
  boolean isValid() {
    return problem == null;
  }

  double rowsPerSecond() {
    return rows / seconds;
  }

  double walBytesPerRow() {
    return (double) walBytes / rows;
  }

  /** The same, of which something came out wrong. */
  WriterCell because(String why) {
    return new WriterCell(
        method, batch, round, rows, seconds, ownCpuSeconds, databaseCpuSeconds, walBytes, why);
  }
}
