// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.compare;

import dev.sluice.lab.oracle.OutcomeCounts;
import dev.sluice.model.Reason;
import dev.sluice.rules.Rule;
import dev.sluice.rules.RuleSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What did not occur in an input: a comparison proves nothing about it.
 *
 * @param outcomes of {@code accepted}, {@code filtered}, {@code late}, {@code malformed} and {@code
 *     duplicate}, those that did not occur
 * @param rules the rules that dropped nothing, in the rule set's order
 * @param reasons the reasons that did not occur, in the contract's order
 */
public record Coverage(List<String> outcomes, List<String> rules, List<Reason> reasons) {

  public Coverage {
    outcomes = List.copyOf(outcomes);
    rules = List.copyOf(rules);
    reasons = List.copyOf(reasons);
  }

  /** Finds what is missing from the oracle's counts. */
  public static Coverage of(OutcomeCounts counts, RuleSet rules) {
    List<String> outcomes = new ArrayList<>();
    absent(outcomes, "accepted", counts.accepted());
    absent(outcomes, "filtered", counts.filtered());
    absent(outcomes, "late", counts.late());
    absent(outcomes, "malformed", counts.malformed());
    absent(outcomes, "duplicate", counts.duplicates());
    return new Coverage(
        outcomes,
        rules.rules().stream()
            .map(Rule::name)
            .filter(rule -> !counts.filteredByRule().containsKey(rule))
            .toList(),
        Arrays.stream(Reason.values())
            .filter(reason -> !counts.malformedByReason().containsKey(reason.code()))
            .toList());
  }

  /** Whether every outcome and every rule occurred; reasons may be missing. */
  public boolean isComplete() {
    return outcomes.isEmpty() && rules.isEmpty();
  }

  private static void absent(List<String> missing, String outcome, long count) {
    if (count == 0) {
      missing.add(outcome);
    }
  }
}
