package dev.sluice.bench.sustain;

import java.util.List;
import java.util.Optional;

/**
 * What was found of one contestant.
 *
 * @param rate the highest that was held, in events a second; 0 where none was
 * @param notHeld the lowest that was not
 * @param atLeast whether that was for the sender, so that more may be possible
 * @param steps what was tried, in order
 * @param problem why it does not count, or null where its output is the oracle's
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

  /** How it was at the highest rate that was held. */
  Optional<SustainStep> held() {
    return steps.stream()
        .filter(step -> step.rate() == rate && step.verdict() == RateSearch.Verdict.HELD)
        .findFirst();
  }
}
