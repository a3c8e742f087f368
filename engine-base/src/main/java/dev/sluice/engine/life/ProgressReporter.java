// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.life;

import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.ledger.LedgerRow;
import dev.sluice.engine.sink.LedgerReader;
import dev.sluice.engine.sink.SinkFault;
import dev.sluice.engine.sink.SinkType;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Reads the ledger once a second on a separate connection, and prints how far it got if that
 * changed. Prints nothing while the sink is unreachable, and in a mode that keeps no ledger.
 */
final class ProgressReporter implements Runnable {

  private static final long INTERVAL_MILLIS = 1_000;

  private final EngineConfig config;
  private final StatusLines lines;
  private final Consumer<SortedMap<Integer, LedgerRow>> listener;
  private long reported = -1;

  private ProgressReporter(
      EngineConfig config, StatusLines lines, Consumer<SortedMap<Integer, LedgerRow>> listener) {
    this.config = config;
    this.lines = lines;
    this.listener = listener;
  }

  /**
   * Starts reporting, until the process ends.
   *
   * @param listener receives the ledger's rows each time that they were read
   */
  static void start(
      EngineConfig config, StatusLines lines, Consumer<SortedMap<Integer, LedgerRow>> listener) {
    Thread thread = new Thread(new ProgressReporter(config, lines, listener), "sluice-progress");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void run() {
    try (LedgerReader ledger = SinkType.of(config).reader()) {
      while (true) {
        try {
          report(ledger);
        } catch (SinkFault | RuntimeException e) {
          // The writer, which has a deadline, reports what is wrong with the sink.
        }
        Thread.sleep(INTERVAL_MILLIS);
      }
    } catch (InterruptedException e) {
      // The process ends.
    }
  }

  private void report(LedgerReader ledger) throws SinkFault {
    SortedMap<String, Long> counts = new TreeMap<>();
    long records = 0;
    SortedMap<Integer, LedgerRow> rows = ledger.rows();
    listener.accept(rows);
    for (LedgerRow row : rows.values()) {
      records += row.counts().sum();
      row.counts().asMap().forEach((name, count) -> counts.merge(name, count, Long::sum));
    }
    // The first report only remembers where the run started.
    if (reported >= 0 && records != reported) {
      lines.progress(records, counts);
    }
    reported = records;
  }
}
