package dev.sluice.lab.report;

import dev.sluice.lab.compare.ComparisonResult;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * All that one comparison found out: what the three renderers show, each in its way. Holds no
 * secret; texts that could carry one are stripped of it by {@link Redaction}.
 *
 * @param run the run's name
 * @param elapsed from start to verdict
 * @param versions of what took part, name to version, in the order to show
 * @param engines in the order they ran
 * @param leftOut engines that did not run, each with the reason; they take no part in the verdict
 * @param pairs engine against engine; empty where fewer than two could be compared
 * @param directory where the reports lie, as the user would write it
 * @param nextSteps what to run to look closer, one command or remark a line
 */
public record CompareReport(
    String run,
    Instant startedAt,
    Duration elapsed,
    InputSummary input,
    DecisionSettings settings,
    Map<String, String> versions,
    Machine machine,
    OracleFacts oracle,
    List<EngineResult> engines,
    Map<String, String> leftOut,
    List<ComparisonResult> pairs,
    String directory,
    List<String> nextSteps) {

  public CompareReport {
    Objects.requireNonNull(run, "run");
    Objects.requireNonNull(startedAt, "startedAt");
    Objects.requireNonNull(elapsed, "elapsed");
    Objects.requireNonNull(input, "input");
    Objects.requireNonNull(settings, "settings");
    Objects.requireNonNull(machine, "machine");
    Objects.requireNonNull(oracle, "oracle");
    Objects.requireNonNull(directory, "directory");
    versions = Collections.unmodifiableMap(new LinkedHashMap<>(versions));
    engines = List.copyOf(engines);
    leftOut = Collections.unmodifiableMap(new LinkedHashMap<>(leftOut));
    pairs = List.copyOf(pairs);
    nextSteps = nextSteps.stream().map(Redaction::of).toList();
  }

  /** What it all comes to. */
  public Verdict verdict() {
    return Verdict.of(this);
  }
}
