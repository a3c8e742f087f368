// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.status;

import java.time.Duration;

/**
 * How long ago the last commit was, as closely as that is known.
 *
 * @param least zero or more
 * @param most the same as {@code least} if the sink keeps the time; null if there is no upper bound
 * @param unknown why the sink does not know it, and what to do about that; null if it does
 */
public record CommitAge(Duration least, Duration most, String unknown) {

  /** An age that the sink knows. */
  static CommitAge exactly(Duration age) {
    return new CommitAge(age, age, null);
  }
}
