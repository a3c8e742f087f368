// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.certify;

import dev.sluice.kit.saboteur.Saboteur;
import dev.sluice.kit.testbed.TestBed;
import dev.sluice.lab.engine.EngineCatalog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Tests the kit itself: runs it on wrong engines, which it must catch. */
public final class SaboteurTrial {

  /** The folder of the engine in which the faults are planted. */
  public static final String REFERENCE = "examples/reference";

  private static final long SEED = 1;

  /**
   * The result of the kit on one engine.
   *
   * @param failed the names of the tests that failed, in order
   * @param passed the names of those that passed
   * @param reasons why tests failed, and failures outside the tests
   * @param duration of all tests
   */
  public record Verdict(
      Set<String> failed, Set<String> passed, List<String> reasons, Duration duration) {

    public Verdict {
      failed = new LinkedHashSet<>(failed);
      passed = new LinkedHashSet<>(passed);
      reasons = List.copyOf(reasons);
    }

    /** Whether all tests that must catch the saboteur failed. */
    public boolean catches(Saboteur saboteur) {
      return failed.containsAll(saboteur.caughtBy());
    }
  }

  private final Certification kit;
  private final EngineCatalog.Entry reference;
  private final Path junitXml;

  /**
   * Creates a trial in a test run whose servers are running. The certification is not closed, since
   * this would close the test bed, which belongs to the caller.
   *
   * @param patience the time after which a saboteur counts as hanging
   * @param junitXml the folder that gets JUnit's XML
   */
  public SaboteurTrial(TestBed testBed, Duration patience, Path junitXml) {
    this(new Certification(testBed, SEED, patience, false), testBed, junitXml);
  }

  SaboteurTrial(Certification kit, TestBed testBed, Path junitXml) {
    this.kit = kit;
    this.reference = testBed.engine(REFERENCE);
    this.junitXml = junitXml;
  }

  /**
   * Runs the kit, or a part of it, on the engine without a fault.
   *
   * @param tests which tests, by method name
   */
  public Verdict reference(Predicate<String> tests) {
    return run(REFERENCE, reference, tests, finding -> {});
  }

  /**
   * Runs the kit, or a part of it, on a saboteur.
   *
   * @param tests which tests, by method name
   */
  public Verdict of(Saboteur saboteur, Predicate<String> tests) {
    return of(saboteur, tests, finding -> {});
  }

  Verdict of(Saboteur saboteur, Predicate<String> tests, Consumer<TestResult> each) {
    return run(saboteur.code(), saboteur.entry(reference), tests, each);
  }

  private Verdict run(
      String name, EngineCatalog.Entry entry, Predicate<String> tests, Consumer<TestResult> each) {
    EngineFindings found = kit.run(name, entry, tests, junitXml.resolve(entry.mode().name()), each);
    Set<String> failed = new LinkedHashSet<>();
    Set<String> passed = new LinkedHashSet<>();
    List<String> reasons = new ArrayList<>(found.problems());
    for (TestResult finding : found.findings()) {
      String test = finding.test().name();
      switch (finding.result()) {
        case FAIL -> {
          failed.add(test);
          reasons.add(test + ": " + finding.reason());
        }
        case PASS -> passed.add(test);
        case DECLINED, NOT_RUN -> {}
      }
    }
    passed.removeAll(failed);
    return new Verdict(failed, passed, reasons, found.duration());
  }
}
