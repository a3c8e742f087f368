// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.life;

import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.ledger.LedgerRow;
import dev.sluice.engine.sink.LedgerReader;
import dev.sluice.engine.sink.SinkFault;
import dev.sluice.engine.sink.SinkType;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads the ledger once a second on a separate connection, and prints how far it got if that
 * changed. Prints nothing while the sink is unreachable, and in a mode that keeps no ledger.
 */
final class ProgressReporter implements Runnable {

  private static final long INTERVAL_MILLIS = 1_000;

  private final EngineConfig config;
  private final StatusLines lines;
  private long reported = -1;

  private ProgressReporter(EngineConfig config, StatusLines lines) {
    this.config = config;
    this.lines = lines;
  }

  /** Starts reporting, until the process ends. */
  static void start(EngineConfig config, StatusLines lines) {
    Thread thread = new Thread(new ProgressReporter(config, lines), "sluice-progress");
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
    for (LedgerRow row : ledger.rows().values()) {
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
