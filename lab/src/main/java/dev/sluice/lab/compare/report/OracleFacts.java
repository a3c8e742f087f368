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
 * @param example a malformed record of the commonest reason, escaped and shortened, if no record
 *     was accepted; else null
 */
public record OracleFacts(
    OutcomeCounts counts, Coverage coverage, LabelCheck labels, String example) {
  public OracleFacts {
    Objects.requireNonNull(counts, "counts");
    Objects.requireNonNull(coverage, "coverage");
    example = Redaction.of(example);
  }
}
