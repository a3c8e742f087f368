// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.sink;

import dev.sluice.engine.plan.Deadline;
import dev.sluice.engine.plan.StartException;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Retries what a start does to a sink, until a deadline. */
public final class StartRetry {

  private static final Logger LOG = LoggerFactory.getLogger(StartRetry.class);
  private static final long FIRST_PAUSE_MILLIS = 100;
  private static final long LONGEST_PAUSE_MILLIS = 2_000;

  /** What is repeated after a passing fault. */
  @FunctionalInterface
  public interface Work<T> {
    /** Does it once. */
    T once() throws SinkFault;
  }

  /**
   * Does some work, again after each passing fault.
   *
   * @param where the sink, for messages: the key that names it, and its value
   * @throws StartException if a fault lasts, or if they did not pass until the deadline
   */
  public static <T> T until(Deadline until, String where, Work<T> work) {
    long pause = FIRST_PAUSE_MILLIS;
    while (true) {
      try {
        return work.once();
      } catch (SinkFault e) {
        if (!e.isTransient() || until.isOver()) {
          throw new StartException(where + ": " + e.getMessage(), e);
        }
        LOG.warn("{} is unreachable; retrying: {}", where, e.getMessage());
        sleep(Math.min(pause, until.remaining().toMillis()), where);
        pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
      }
    }
  }

  private static void sleep(long most, String where) {
    try {
      Thread.sleep(ThreadLocalRandom.current().nextLong(most / 2, most + 1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartException("interrupted while waiting for " + where, e);
    }
  }

  private StartRetry() {}
}
