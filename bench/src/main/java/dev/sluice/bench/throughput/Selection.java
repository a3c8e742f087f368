// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.throughput;

import dev.sluice.lab.run.DecisionSource;
import dev.sluice.rules.RuleSet;
import java.util.List;
import java.util.Locale;

/** How much of the same traffic passes: the two extremes of a sink's load. */
public enum Selection {
  /** With the default rules: about a third. */
  FILTERED,
  /** Without rules: all events. */
  UNFILTERED;

  /** The rules and limits that select this much. */
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

  /** The name in reports and on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
