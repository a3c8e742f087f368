// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.metrics;

import dev.sluice.engine.log.LogEnds;
import java.io.IOException;
import java.util.SortedMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the log's ends every few seconds, on a daemon thread. What it cannot read concerns no
 * record, so it only logs that, once per outage: the run must not fail because of it.
 */
final class LogEndWatch implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(LogEndWatch.class);

  private final LogEnds log;
  private final Consumer<SortedMap<Integer, Long>> reader;
  private final long intervalMillis;
  private final Thread thread;
  private boolean isFailing;

  private LogEndWatch(LogEnds log, Consumer<SortedMap<Integer, Long>> reader, long intervalMillis) {
    this.log = log;
    this.reader = reader;
    this.intervalMillis = intervalMillis;
    this.thread = new Thread(this::watch, "sluice-log-end");
    thread.setDaemon(true);
  }

  /**
   * Starts to read.
   *
   * @param log closed with this watch
   * @param reader receives the ends by partition, on the watch's thread
   */
  static LogEndWatch start(
      LogEnds log, Consumer<SortedMap<Integer, Long>> reader, long intervalMillis) {
    LogEndWatch watch = new LogEndWatch(log, reader, intervalMillis);
    watch.thread.start();
    return watch;
  }

  private void watch() {
    try (log) {
      while (true) {
        read();
        Thread.sleep(intervalMillis);
      }
    } catch (InterruptedException e) {
      // The watch is closed.
    }
  }

  private void read() throws InterruptedException {
    try {
      reader.accept(log.ends());
      isFailing = false;
    } catch (IOException | RuntimeException e) {
      if (!isFailing) {
        LOG.warn("metrics: the log's end cannot be read; retrying: {}", e.getMessage());
      }
      isFailing = true;
    }
  }

  /** Ends the reading; does not wait for the thread, which only reads. */
  @Override
  public void close() {
    thread.interrupt();
  }
}
