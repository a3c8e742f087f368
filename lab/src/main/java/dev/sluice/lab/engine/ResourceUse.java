// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.engine;

import java.time.Duration;

/**
 * The resource use of a process and its descendants.
 *
 * @param cpu user and system time together
 * @param peakMemoryBytes the peak resident memory: the sum of each process's peak; 0 if unknown
 */
public record ResourceUse(Duration cpu, long peakMemoryBytes) {

  /** Nothing used, or nothing known. */
  public static final ResourceUse NONE = new ResourceUse(Duration.ZERO, 0);
}
