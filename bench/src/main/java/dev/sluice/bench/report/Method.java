// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.report;

import java.util.List;

/** The method of all sections; a section describes its own exceptions. */
final class Method {

  /** The description, paragraph by paragraph. */
  static final List<String> PARAGRAPHS =
      List.of(
          "Everything that is measured, be it an engine, a baseline or a peer, is a contestant: a separate"
              + " process beside one Kafka and one Postgres on the same machine. All get the same input, and the"
              + " same settings where they have them.",
          "The baselines show what this machine does without an engine: L0 (baseline-poll) polls; L1"
              + " (baseline-decide) polls and decides; L2 (baseline-copy) copies rows that are already encoded;"
              + " L3 (baseline-null) is the null pipeline: one loop, with the ledger and the writer of the engines,"
              + " which writes on a thread of its own; L3x2 (baseline-null-x2) is two such loops. The peers are"
              + " what one would otherwise use to load a topic into the sink; they keep the rows of events and"
              + " nothing else.",
          "Rounds are interleaved, and each starts with a different contestant. Figures are medians over the"
              + " rounds. A ratio is taken within a round, so that other load on the machine affects both sides."
              + " If a contestant leaves output, its result counts only if the output equals the oracle's; a"
              + " result that does not count is in no figure, and is listed.",
          "The second half of a drain is also shown separately, since much of the first half is spent on"
              + " loading classes and compiling code. On a virtual machine, the stolen share is the processor time"
              + " that the hypervisor gave to others while there was work here: do not compare rates of runs in"
              + " which it differs; ratios within a round suffer less.");

  private Method() {}
}
