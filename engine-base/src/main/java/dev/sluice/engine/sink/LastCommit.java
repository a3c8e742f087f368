// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.sink;

import java.time.Duration;

/**
 * How long ago a commit moved the ledger last, as far as a sink keeps that.
 *
 * @param age zero or more; null if the sink does not know it
 * @param unknown why the sink does not know it, and what to do about that; null if it does
 */
public record LastCommit(Duration age, String unknown) {

  public LastCommit {
    if ((age == null) == (unknown == null)) {
      throw new IllegalArgumentException("either the age or why it is unknown must be given");
    }
  }

  /** A known age; a negative one, of a clock that is ahead, counts as zero. */
  public static LastCommit ago(Duration age) {
    return new LastCommit(age.isNegative() ? Duration.ZERO : age, null);
  }

  /** An age that the sink does not know. */
  public static LastCommit unknown(String why) {
    return new LastCommit(null, why);
  }
}
