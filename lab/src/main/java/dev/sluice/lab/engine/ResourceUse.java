package dev.sluice.lab.engine;

import java.time.Duration;

/**
 * What a process and its descendants used.
 *
 * @param cpu user and system time together
 * @param peakMemoryBytes the most resident memory, each process's own peak added up; 0 if unknown
 */
public record ResourceUse(Duration cpu, long peakMemoryBytes) {

  /** Nothing used, or nothing known. */
  public static final ResourceUse NONE = new ResourceUse(Duration.ZERO, 0);
}
