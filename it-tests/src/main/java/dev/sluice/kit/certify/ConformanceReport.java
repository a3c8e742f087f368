// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.certify;

import dev.sluice.kit.certify.TestResult.Result;
import dev.sluice.kit.contract.KitExtension;
import dev.sluice.kit.contract.TestFacts;
import dev.sluice.kit.testbed.TestBed;
import dev.sluice.lab.engine.EngineCatalog;
import dev.sluice.lab.report.Machine;
import dev.sluice.lab.report.RunFacts;
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
 * @param run the facts that every report shows; elapsed is the total time of all tests, and the
 *     versions are those of Sluice and the servers
 * @param seed the seed of the stochastic tests
 * @param rules the titles of the contract's rules, by number
 * @param wholeKit whether all tests were run, none being left out by a filter
 */
record ConformanceReport(
    RunFacts run,
    long seed,
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
      RunFacts run, long seed, boolean wholeKit, List<EngineFindings> engines) {
    return new ConformanceReport(
        run, seed, RuleTitles.under(EngineCatalog.home()), wholeKit, engines);
  }

  /** The facts of a run that begins; the versions are of Sluice and the servers. */
  static RunFacts run(String name, String command, Instant startedAt, TestBed testBed)
      throws SQLException {
    Map<String, String> versions = new LinkedHashMap<>();
    String own = ConformanceReport.class.getPackage().getImplementationVersion();
    versions.put("Sluice", own == null ? "(not packaged)" : own);
    versions.put("Kafka", testBed.kafkaVersion());
    versions.put("Postgres", testBed.postgresVersion());
    return new RunFacts(name, command, startedAt, Duration.ZERO, Machine.here(), versions);
  }

  /** The total time of all tests, also of those that an earlier run made. */
  static Duration duration(List<EngineFindings> engines) {
    return engines.stream().map(EngineFindings::duration).reduce(Duration.ZERO, Duration::plus);
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

  /** The command that runs one test on one engine again. */
  String repeat(EngineFindings engine, TestResult finding) {
    return KitExtension.repeat(engine.name(), finding.test().name(), seed);
  }
}
