// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.certify;

import dev.sluice.kit.certify.TestResult.Result;
import dev.sluice.kit.contract.KitExtension;
import dev.sluice.kit.contract.TestFacts;
import dev.sluice.kit.testbed.TestBed;
import dev.sluice.lab.engine.EngineCatalog;
import dev.sluice.lab.report.Machine;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * The verdicts on some engines, with everything that reports show.
 *
 * @param run the name of the run
 * @param command the command that produced it
 * @param elapsed the total time of all tests
 * @param seed the seed of the stochastic tests
 * @param machine the machine that it ran on
 * @param versions of Sluice and the servers, by name
 * @param rules the titles of the contract's rules, by number
 * @param wholeKit whether all tests were run, none being left out by a filter
 */
record ConformanceReport(
    String run,
    String command,
    Instant startedAt,
    Duration elapsed,
    long seed,
    Machine machine,
    Map<String, String> versions,
    SortedMap<Integer, String> rules,
    boolean wholeKit,
    List<EngineFindings> engines) {

  ConformanceReport {
    engines = List.copyOf(engines);
  }

  /** The verdict on an engine. */
  enum Verdict {
    CONFORMANT("conformant"),
    NOT_CONFORMANT("NOT CONFORMANT"),
    PARTLY_TESTED("partly tested");

    private final String text;

    Verdict(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }
  }

  /** Creates the report on engines that were just tested. */
  static ConformanceReport of(
      String run,
      String command,
      Instant startedAt,
      long seed,
      boolean wholeKit,
      TestBed testBed,
      List<EngineFindings> engines)
      throws SQLException {
    Map<String, String> versions = new LinkedHashMap<>();
    String own = ConformanceReport.class.getPackage().getImplementationVersion();
    versions.put("Sluice", own == null ? "(not packaged)" : own);
    versions.put("Kafka", testBed.kafkaVersion());
    versions.put("Postgres", testBed.postgresVersion());
    return new ConformanceReport(
        run,
        command,
        startedAt,
        engines.stream().map(EngineFindings::duration).reduce(Duration.ZERO, Duration::plus),
        seed,
        Machine.here(),
        versions,
        RuleTitles.under(EngineCatalog.home()),
        wholeKit,
        engines);
  }

  /**
   * Returns the verdict on an engine: conformant if nothing failed and every rule was tested or
   * declined with a reason.
   */
  Verdict verdict(EngineFindings engine) {
    if (engine.hasFailed()) {
      return Verdict.NOT_CONFORMANT;
    }
    boolean everyRule =
        rules.keySet().stream().allMatch(rule -> engine.result(rule) != Result.NOT_RUN);
    return wholeKit && everyRule ? Verdict.CONFORMANT : Verdict.PARTLY_TESTED;
  }

  boolean hasFailed() {
    return engines.stream().anyMatch(EngineFindings::hasFailed);
  }

  boolean isConformant() {
    return engines.stream().allMatch(engine -> verdict(engine) == Verdict.CONFORMANT);
  }

  /** The verdict on all engines together. */
  String headline() {
    if (hasFailed()) {
      return Verdict.NOT_CONFORMANT.text();
    }
    return isConformant() ? Verdict.CONFORMANT.text() : Verdict.PARTLY_TESTED.text();
  }

  /** All tests that occurred for any of the engines, sorted by rule and name. */
  List<TestFacts> tests() {
    return engines.stream()
        .flatMap(engine -> engine.findings().stream())
        .map(TestResult::test)
        .distinct()
        .sorted(Comparator.comparingInt(TestFacts::rule).thenComparing(TestFacts::name))
        .toList();
  }

  /** Formats a duration for reports. */
  static String minutes(Duration duration) {
    long seconds = duration.toSeconds();
    return seconds < 60 ? seconds + " s" : "%d min %d s".formatted(seconds / 60, seconds % 60);
  }

  /** The command that runs one test on one engine again. */
  String repeat(EngineFindings engine, TestResult finding) {
    return KitExtension.repeat(engine.name(), finding.test().name(), seed);
  }
}
