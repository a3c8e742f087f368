// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.run;

import dev.sluice.lab.oracle.OutcomeCounts;
import dev.sluice.model.Reason;
import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/** Suggests what to change if no record of an input was accepted. */
public final class DecisionHint {

  private static final String UNTRACKED = "untracked_hosts";

  /** What may help; empty if records were accepted, or where nothing is recognised. */
  public static Optional<String> of(OutcomeCounts counts, DecisionSource source) {
    if (counts.accepted() > 0) {
      return Optional.empty();
    }
    Optional<String> reason = most(counts.malformedByReason());
    if (source.events() == null && reason.equals(Optional.of(Reason.MISSING_FIELD.code()))) {
      return Optional.of(
          "If the fields have other names or formats than the contract's, --events FILE reads them"
              + " where they are; docs/events.md shows how.");
    }
    boolean isDefault = source.rulesName().equals(DecisionSource.DEFAULT);
    if (isDefault && most(counts.filteredByRule()).equals(Optional.of(UNTRACKED))) {
      return Optional.of(
          "The default rules drop all hosts that they do not track; list yours in a copy of"
              + " rules.yaml, and pass it with --rules FILE.");
    }
    return Optional.empty();
  }

  /** The name with the highest count, if there is any. */
  static Optional<String> most(Map<String, Long> counts) {
    return counts.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Collections.max(
                    counts.entrySet(), Comparator.comparingLong(Map.Entry<String, Long>::getValue))
                .getKey());
  }

  private DecisionHint() {}
}
