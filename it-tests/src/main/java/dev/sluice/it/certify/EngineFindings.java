package dev.sluice.it.certify;

import dev.sluice.lab.engine.EngineCatalog;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What came of the kit on one engine.
 *
 * @param name what it is called in commands: the mode's name, or the engine's folder
 * @param entry the engine and its mode
 * @param findings in the order of the tests
 * @param problems what failed beside the tests themselves, so that some of these never ran
 * @param duration of all tests
 */
record EngineFindings(
    String name,
    EngineCatalog.Entry entry,
    List<Finding> findings,
    List<String> problems,
    Duration duration) {

  /** The highest rule of the contract. */
  static final int RULES = 17;

  EngineFindings {
    findings = List.copyOf(findings);
    problems = List.copyOf(problems);
  }

  /** The name of the mode. */
  String mode() {
    return entry.mode().name();
  }

  List<Finding> of(int rule) {
    return findings.stream().filter(finding -> finding.test().rule() == rule).toList();
  }

  /**
   * A rule's result: failed where any of its tests failed; declined where any was, in whole or in
   * part; passed where one passed; else it was not run.
   */
  Finding.Result result(int rule) {
    Set<Finding.Result> results =
        of(rule).stream().map(Finding::result).collect(Collectors.toSet());
    for (Finding.Result result :
        List.of(Finding.Result.FAIL, Finding.Result.DECLINED, Finding.Result.PASS)) {
      if (results.contains(result)) {
        return result;
      }
    }
    return Finding.Result.NOT_RUN;
  }

  boolean hasFailed() {
    return !problems.isEmpty()
        || findings.stream().anyMatch(finding -> finding.result() == Finding.Result.FAIL);
  }

  long count(Finding.Result result) {
    return findings.stream().filter(finding -> finding.result() == result).count();
  }
}
