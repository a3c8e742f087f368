// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.server;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for conditions, with a deadline. */
final class Waiting {

  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  /**
   * Whether a process ended within the given time. Polls, since Java waits for a process that is
   * not its child in steps of 300 ms.
   */
  static boolean forEnd(ProcessHandle process, long nanos) {
    return until(() -> !process.isAlive(), nanos);
  }

  /** Whether a condition came true within the given time. An interrupt ends the wait early. */
  static boolean until(BooleanSupplier condition, long nanos) {
    long deadline = System.nanoTime() + nanos;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline >= 0 || Thread.currentThread().isInterrupted()) {
        return false;
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    return true;
  }

  private Waiting() {}
}
