// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.start;

import java.time.Duration;

/** The time until which faults are retried. */
final class Deadline {

  private final Duration budget;
  private final long startNanos = System.nanoTime();

  private Deadline(Duration budget) {
    this.budget = budget;
  }

  /** A deadline that is the given time from now. */
  static Deadline in(Duration budget) {
    return new Deadline(budget);
  }

  /** The whole time, from the start. */
  Duration budget() {
    return budget;
  }

  /** What is left; never negative. */
  Duration remaining() {
    Duration left = budget.minusNanos(System.nanoTime() - startNanos);
    return left.isNegative() ? Duration.ZERO : left;
  }

  boolean isOver() {
    return remaining().isZero();
  }
}
