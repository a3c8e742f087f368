// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.compare.report;

import dev.sluice.lab.compare.ComparedTable;
import dev.sluice.lab.compare.ComparisonResult;
import dev.sluice.lab.oracle.OutcomeCounts;
import java.util.List;
import java.util.Objects;

/**
 * The result of one engine's run.
 *
 * @param name the mode's name, such as {@code flink-jdbc}
 * @param sink the type of sink that it wrote to, such as {@code kafka}
 * @param execution how it works, such as {@code micro-batch}
 * @param version the engine's own
 * @param counts from its ledger; null if it keeps none or failed before
 * @param againstOracle the comparison with the oracle on the left; null if there was none
 * @param measures what the run cost
 * @param adapterLines lines of code of its adapter, or null if not counted
 * @param declines what it cannot do (R17)
 * @param failure why it failed, or null; stripped of secrets
 */
public record EngineResult(
    String name,
    String sink,
    String execution,
    String version,
    OutcomeCounts counts,
    ComparisonResult againstOracle,
    Measures measures,
    Integer adapterLines,
    List<Decline> declines,
    String failure) {

  private static final String DEFAULT_SINK = "postgres";

  public EngineResult {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(sink, "sink");
    Objects.requireNonNull(execution, "execution");
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(measures, "measures");
    declines = List.copyOf(declines);
    failure = Redaction.of(failure);
  }

  /** What the run is called where there may be several of one engine. */
  public String label() {
    return sink.equals(DEFAULT_SINK) ? name : name + " to " + sink;
  }

  /** Whether it ran to its end and left the oracle's tables. */
  public boolean isIdentical() {
    return failure == null && againstOracle != null && againstOracle.isIdentical();
  }

  /** Whether the ledger was compared too, not only the rows. */
  public boolean isLedgerCompared() {
    return againstOracle != null
        && againstOracle.tables().stream().anyMatch(t -> t.table() == ComparedTable.LEDGER);
  }

  /**
   * What a run cost; null means not measured.
   *
   * @param startToFirstCommitMillis from the process's start to the first commit
   * @param eventsPerSecond records seen over the time from the engine's RUNNING to its last commit
   * @param cpuSeconds of the whole process, user and system
   * @param peakMemoryBytes the largest resident memory
   */
  public record Measures(
      Long startToFirstCommitMillis,
      Double eventsPerSecond,
      Double cpuSeconds,
      Long peakMemoryBytes) {

    /** Nothing was measured. */
    public static final Measures NONE = new Measures(null, null, null, null);
  }

  /** A capability that an engine declares not to have, and why. */
  public record Decline(String capability, String reason) {}
}
