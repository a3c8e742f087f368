// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.compare.report;

import dev.sluice.lab.compare.ComparisonResult;
import dev.sluice.lab.report.RunFacts;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Everything that one comparison found, for a terminal, a page and programs. Contains no secrets:
 * {@link Redaction} removes them from texts that could carry one.
 *
 * @param engines in the order they ran
 * @param leftOut engines that did not run, each with the reason; they take no part in the verdict
 * @param pairs engine against engine; empty if fewer than two could be compared
 * @param directory the folder of the reports, as the user would type it
 * @param nextSteps what to run to look closer, one command or remark per line
 */
public record CompareReport(
    RunFacts run,
    InputSummary input,
    DecisionSettings settings,
    OracleFacts oracle,
    List<EngineResult> engines,
    Map<String, String> leftOut,
    List<ComparisonResult> pairs,
    String directory,
    List<String> nextSteps) {

  public CompareReport {
    Objects.requireNonNull(run, "run");
    Objects.requireNonNull(input, "input");
    Objects.requireNonNull(settings, "settings");
    Objects.requireNonNull(oracle, "oracle");
    Objects.requireNonNull(directory, "directory");
    engines = List.copyOf(engines);
    leftOut = Collections.unmodifiableMap(new LinkedHashMap<>(leftOut));
    pairs = List.copyOf(pairs);
    nextSteps = nextSteps.stream().map(Redaction::of).toList();
  }

  /** The engines' names, each once, in the order of the runs. */
  public List<String> names() {
    return engines.stream().map(EngineResult::name).distinct().toList();
  }

  /** The types of sinks that were written to, in the order of the runs. */
  public List<String> sinks() {
    return engines.stream().map(EngineResult::sink).distinct().toList();
  }

  /** The verdict of the whole comparison. */
  public Verdict verdict() {
    return Verdict.of(this);
  }
}
