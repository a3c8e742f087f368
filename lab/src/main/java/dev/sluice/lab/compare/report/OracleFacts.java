// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.compare.report;

import dev.sluice.lab.compare.Coverage;
import dev.sluice.lab.oracle.OutcomeCounts;
import java.util.Objects;

/**
 * What the oracle found in the topic.
 *
 * @param coverage what did not occur in the input
 * @param labels how the input's labels agree with the decisions; null if it has none
 */
public record OracleFacts(OutcomeCounts counts, Coverage coverage, LabelCheck labels) {
  public OracleFacts {
    Objects.requireNonNull(counts, "counts");
    Objects.requireNonNull(coverage, "coverage");
  }
}
