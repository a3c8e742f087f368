// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.sustain;

import java.util.List;
import java.util.Optional;

/**
 * The result of one contestant's search.
 *
 * @param rate the highest rate that was held, in events a second; 0 if none was
 * @param notHeld the lowest rate that was not held
 * @param atLeast whether that was because of the sender, so that a higher rate may be possible
 * @param steps the rates that were tried, in order
 * @param problem why it does not count, or null if the output equals the oracle's
 */
public record SustainResult(
    String contestant,
    int rate,
    int notHeld,
    boolean atLeast,
    List<SustainStep> steps,
    String problem) {

  public SustainResult {
    steps = List.copyOf(steps);
  }

  static SustainResult failed(String contestant, List<SustainStep> steps, String problem) {
    return new SustainResult(contestant, 0, 0, false, steps, problem);
  }

  /** The step at the highest rate that was held. */
  Optional<SustainStep> held() {
    return steps.stream()
        .filter(step -> step.rate() == rate && step.verdict() == RateSearch.Verdict.HELD)
        .findFirst();
  }
}
