// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.write;

import dev.sluice.engine.ledger.LedgerException;
import dev.sluice.engine.sink.SinkFault;
import java.io.IOException;
import java.time.Duration;
import java.util.function.LongUnaryOperator;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Retries the writer's infrastructure faults (R13): capped exponential backoff with full jitter
 * ("Exponential Backoff And Jitter", AWS Architecture Blog, 2015) under one deadline.
 */
final class Retry {

  private static final Logger LOG = LoggerFactory.getLogger(Retry.class);
  private static final long BASE_MILLIS = 50;
  private static final long CAP_MILLIS = 2_000;
  private static final int MAX_DOUBLINGS = 6;
  private static final long NANOS_PER_MILLI = 1_000_000;

  /** The work to try; each try repeats all of it. */
  @FunctionalInterface
  interface Work {
    /**
     * Tries once.
     *
     * @param left the time left until the deadline; zero or less for a last try
     */
    void run(Supplier<Duration> left) throws SinkFault, IOException;
  }

  private final String what;
  private final long deadlineMillis;
  private final Ticker ticker;
  private final LongUnaryOperator randomBelow;
  private final Runnable onRetry;

  /**
   * @param what the work and its target, for messages
   * @param randomBelow returns a random number from zero to below its argument
   * @param onRetry called after each pause, before the work is tried again
   */
  Retry(
      String what,
      long deadlineMillis,
      Ticker ticker,
      LongUnaryOperator randomBelow,
      Runnable onRetry) {
    this.what = what;
    this.deadlineMillis = deadlineMillis;
    this.ticker = ticker;
    this.randomBelow = randomBelow;
    this.onRetry = onRetry;
  }

  /**
   * Runs the work until it succeeds.
   *
   * @throws LedgerException at once for a fault that retrying does not fix; at the deadline, or
   *     when the thread is interrupted, for any other
   */
  void run(Work work) {
    long begin = ticker.nanoTime();
    for (int failures = 0; ; failures++) {
      Exception failure;
      try {
        work.run(() -> Duration.ofMillis(deadlineMillis - millisSince(begin)));
        return;
      } catch (SinkFault e) {
        if (!e.isTransient()) {
          throw new LedgerException(what + ": " + e.getMessage(), e);
        }
        failure = e;
      } catch (IOException e) {
        failure = e;
      }
      LOG.warn("{}: {}; retrying", what, describe(failure));
      pause(begin, failures, failure);
      onRetry.run();
    }
  }

  private void pause(long begin, int failures, Exception failure) {
    long tried = millisSince(begin);
    if (tried >= deadlineMillis) {
      throw new LedgerException(
          what
              + ": tried "
              + (failures + 1)
              + " times in "
              + tried
              + " ms, up to the deadline of "
              + deadlineMillis
              + " ms; last: "
              + describe(failure),
          failure);
    }
    long bound = Math.min(CAP_MILLIS, BASE_MILLIS << Math.min(failures, MAX_DOUBLINGS));
    long delay = Math.min(randomBelow.applyAsLong(bound + 1), deadlineMillis - tried);
    try {
      ticker.sleep(delay);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      failure.addSuppressed(e);
      throw new LedgerException(
          what + ": interrupted after " + tried + " ms; last: " + describe(failure), failure);
    }
  }

  private long millisSince(long begin) {
    return (ticker.nanoTime() - begin) / NANOS_PER_MILLI;
  }

  /** The first line of the message: a server's further lines may show rows. */
  private static String describe(Exception failure) {
    String message = String.valueOf(failure.getMessage());
    return message.lines().findFirst().orElse(message);
  }
}
