package dev.sluice.bench.report;

import java.util.List;

/** How all sections measure; what one does otherwise, it says itself. */
final class Method {

  /** A paragraph each. */
  static final List<String> PARAGRAPHS =
      List.of(
          "Whatever is measured is a process of its own, beside one Kafka and one Postgres on the same"
              + " machine. All get the same input, and the same settings where they have such.",
          "Floors are what this machine does without an engine: L0 polls, L1 polls and decides, L2 copies"
              + " rows that are encoded already, L3 is the null pipeline with the ledger on one thread,"
              + " L3x2 on two. Peers are what one would otherwise use to bring a topic into Postgres; they"
              + " keep the rows of events and nothing else.",
          "Rounds are interleaved, and each begins with another contestant. Figures are medians over the"
              + " rounds; a ratio is taken within a round, so that what else happens on the machine happens"
              + " to both. Where output is left, a result counts only if it is what the oracle says; what does"
              + " not count is in no figure, and is named.",
          "The second half of a drain is told apart, since a good part of the first is spent on loading"
              + " classes and compiling code. Where the machine is a virtual one, what its hypervisor gave to"
              + " others while there was work here is told as stolen: rates of runs in which it differs"
              + " compare badly, ratios within a round less so.");

  private Method() {}
}
