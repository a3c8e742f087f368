// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.plan;

import java.time.Duration;

/** The time until which faults are retried. Immutable. */
public final class Deadline {

  private final Duration budget;
  private final long startNanos = System.nanoTime();

  private Deadline(Duration budget) {
    this.budget = budget;
  }

  /** A deadline that is the given time from now. */
  public static Deadline in(Duration budget) {
    return new Deadline(budget);
  }

  /** The whole time, from the start. */
  public Duration budget() {
    return budget;
  }

  /** What is left; never negative. */
  public Duration remaining() {
    Duration left = budget.minusNanos(System.nanoTime() - startNanos);
    return left.isNegative() ? Duration.ZERO : left;
  }

  /** Whether nothing is left. */
  public boolean isOver() {
    return remaining().isZero();
  }
}
