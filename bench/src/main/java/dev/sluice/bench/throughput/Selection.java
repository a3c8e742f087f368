package dev.sluice.bench.throughput;

import dev.sluice.lab.run.DecisionSource;
import dev.sluice.rules.RuleSet;
import java.util.List;
import java.util.Locale;

/** What of the same traffic passes: the two ends of what a sink has to bear. */
public enum Selection {
  /** By the default rules: about a third. */
  FILTERED,
  /** Without a rule: all events. */
  UNFILTERED;

  /** What decides so. */
  DecisionSource decision() {
    DecisionSource defaults = DecisionSource.defaults();
    return this == FILTERED
        ? defaults
        : new DecisionSource(
            "none",
            new RuleSet(List.of()),
            defaults.allowedLatenessMicros(),
            defaults.allowedSkewMicros(),
            defaults.deadLettersPerReason());
  }

  /** As it is written in reports and on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
