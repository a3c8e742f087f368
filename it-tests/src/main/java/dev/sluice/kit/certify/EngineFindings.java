// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.certify;

import dev.sluice.kit.certify.TestResult.Result;
import dev.sluice.lab.engine.Capability;
import dev.sluice.lab.engine.EngineCatalog;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The results of the kit on one engine.
 *
 * @param name its name in commands: the mode's name, or the engine's folder
 * @param entry the engine and its mode
 * @param findings in the order of the tests
 * @param problems failures outside the tests, because of which some tests never ran
 * @param duration of all tests together
 */
record EngineFindings(
    String name,
    EngineCatalog.Entry entry,
    List<TestResult> findings,
    List<String> problems,
    Duration duration) {

  EngineFindings {
    findings = List.copyOf(findings);
    problems = List.copyOf(problems);
  }

  /** The name of the mode. */
  String mode() {
    return entry.mode().name();
  }

  /** The results of a rule's tests. */
  List<TestResult> of(int rule) {
    return findings.stream().filter(finding -> finding.test().rule() == rule).toList();
  }

  /**
   * A rule's result: failed if any of its tests failed; else declined if any was declined; else
   * passed if any passed; else not run.
   */
  Result result(int rule) {
    return sum(of(rule));
  }

  /** The result of one test, which may have run with several values. */
  Result result(String test) {
    return sum(findings.stream().filter(finding -> finding.test().name().equals(test)).toList());
  }

  /** A rule's result in words, with the declined capabilities. */
  String describe(int rule) {
    Result result = result(rule);
    if (result != Result.DECLINED) {
      return result.text();
    }
    boolean inPart = of(rule).stream().anyMatch(finding -> finding.result() == Result.PASS);
    return (inPart ? "pass; declines " : "declines ")
        + of(rule).stream()
            .filter(finding -> finding.result() == Result.DECLINED)
            .flatMap(finding -> finding.test().capabilities().stream())
            .filter(capability -> !entry.mode().can(capability))
            .distinct()
            .map(Capability::code)
            .collect(Collectors.joining(", "));
  }

  private static Result sum(List<TestResult> findings) {
    return List.of(Result.FAIL, Result.DECLINED, Result.PASS).stream()
        .filter(result -> findings.stream().anyMatch(finding -> finding.result() == result))
        .findFirst()
        .orElse(Result.NOT_RUN);
  }

  boolean hasFailed() {
    return !problems.isEmpty() || count(Result.FAIL) > 0;
  }

  long count(Result result) {
    return findings.stream().filter(finding -> finding.result() == result).count();
  }

  /** The number of tests by result, such as {@code 61 pass, 3 declined}. */
  String summary() {
    Map<Result, Long> counts =
        findings.stream()
            .collect(
                Collectors.groupingBy(
                    TestResult::result, () -> new EnumMap<>(Result.class), Collectors.counting()));
    return counts.isEmpty()
        ? "nothing was run"
        : counts.entrySet().stream()
            .map(count -> count.getValue() + " " + count.getKey().text())
            .collect(Collectors.joining(", "));
  }
}
