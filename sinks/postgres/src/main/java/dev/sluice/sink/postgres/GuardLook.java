// SPDX-License-Identifier: Apache-2.0
package dev.sluice.sink.postgres;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Decides when a {@link DirectWrite} must check whether a table is guarded. The check takes a sixth
 * of the time of a one-row message, so its result is reused for a moment; a {@link StagedWrite}
 * checks each time.
 */
final class GuardLook {

  /**
   * A trigger that is created while an engine runs applies to batches that start later than this.
   */
  static final long HOLDS_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final LongSupplier clock;
  private boolean isKnown;
  private long atNanos;

  /**
   * @param clock in nanoseconds
   */
  GuardLook(LongSupplier clock) {
    this.clock = clock;
  }

  boolean isDue() {
    return !isKnown || clock.getAsLong() - atNanos >= HOLDS_NANOS;
  }

  /** Notes that a check which started at this time found no guard. */
  void unguarded(long beganNanos) {
    isKnown = true;
    atNanos = beganNanos;
  }

  long now() {
    return clock.getAsLong();
  }
}
