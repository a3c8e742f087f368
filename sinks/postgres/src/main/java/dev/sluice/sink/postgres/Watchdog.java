// SPDX-License-Identifier: Apache-2.0
package dev.sluice.sink.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Aborts a connection whose work takes too long. A socket timeout bounds only reads; a write to a
 * server that froze during a COPY would block indefinitely.
 */
final class Watchdog implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);

  /** Enough for a last try at the deadline. */
  private static final Duration LEAST = Duration.ofSeconds(1);

  private final ScheduledThreadPoolExecutor timer;

  Watchdog() {
    timer =
        new ScheduledThreadPoolExecutor(
            1,
            work -> {
              Thread thread = new Thread(work, "sluice-ledger-watchdog");
              thread.setDaemon(true);
              return thread;
            });
    timer.setRemoveOnCancelPolicy(true);
  }

  /** Watches work on a connection until the watch ends. */
  Watch over(Connection connection, Duration left) {
    Duration bound = left.compareTo(LEAST) < 0 ? LEAST : left;
    ScheduledFuture<?> alarm =
        timer.schedule(() -> cut(connection, bound), bound.toMillis(), TimeUnit.MILLISECONDS);
    return () -> alarm.cancel(false);
  }

  /** A running watch. */
  @FunctionalInterface
  interface Watch {
    void end();
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }

  private static void cut(Connection connection, Duration bound) {
    LOG.warn("the database did not answer within {}; closing the connection", bound);
    try {
      connection.abort(Runnable::run);
    } catch (SQLException e) {
      LOG.warn("the connection could not be closed", e);
    }
  }
}
