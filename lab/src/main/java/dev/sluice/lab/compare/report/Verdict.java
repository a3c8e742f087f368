// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.compare.report;

import static dev.sluice.lab.report.Numbers.number;

import dev.sluice.lab.compare.ComparisonResult;
import dev.sluice.lab.report.Headline;
import dev.sluice.lab.report.Tone;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The verdict of a comparison.
 *
 * @param kind decides the exit code
 * @param headline a few words, to be read from a distance
 * @param reasons one sentence each; never empty
 */
public record Verdict(Kind kind, String headline, List<String> reasons) {

  /** The kinds of verdict. */
  public enum Kind {
    /** Every engine ran, and every table is the same. */
    IDENTICAL,
    /** Every engine ran, and something differs. */
    DIFFERENT,
    /** Every engine ran, but no record was accepted: there was no row to compare. */
    NOTHING,
    /** An engine failed, or was not compared. */
    FAILED;

    /** The word in {@code report.json}. */
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Verdict {
    reasons = List.copyOf(reasons);
  }

  /** Whether everything is identical. */
  public boolean isGood() {
    return kind == Kind.IDENTICAL;
  }

  /** The verdict as every report shows it. */
  Headline shown() {
    return new Headline(isGood() ? Tone.GOOD : Tone.BAD, headline, reasons);
  }

  /** The exit code of the command: 0 when all is identical, else 1. */
  public int exitCode() {
    return isGood() ? 0 : 1;
  }

  static Verdict of(CompareReport report) {
    List<String> failed = failures(report);
    List<String> different = differences(report);
    List<String> nothing = NothingAccepted.reasons(report);
    if (!failed.isEmpty()) {
      failed.addAll(different);
      failed.addAll(nothing);
      return new Verdict(Kind.FAILED, "Not proven", failed);
    }
    if (!different.isEmpty()) {
      different.addAll(nothing);
      return new Verdict(Kind.DIFFERENT, "Different rows", different);
    }
    if (!nothing.isEmpty()) {
      return new Verdict(Kind.NOTHING, "Nothing compared", nothing);
    }
    List<String> good = new ArrayList<>();
    good.add(agreement(report));
    for (EngineResult engine : report.engines()) {
      if (!engine.isLedgerCompared()) {
        good.add(engine.label() + " keeps no ledger: only its rows were compared.");
      }
    }
    good.add(agreedLabels(report));
    return new Verdict(Kind.IDENTICAL, "Identical rows", good);
  }

  private static String agreement(CompareReport report) {
    int engines = report.engines().size();
    String rows = number(report.oracle().counts().rows());
    if (report.sinks().size() > 1) {
      return "All %s runs, of %s engines to %s sinks, left exactly the tables that the oracle computed, and each other's: %s rows of processed_events."
          .formatted(engines, report.names().size(), report.sinks().size(), rows);
    }
    return engines == 1
        ? "%s left exactly the tables that the oracle computed: %s rows of processed_events."
            .formatted(report.engines().get(0).label(), rows)
        : "%s engines left exactly the tables that the oracle computed, and each other's: %s rows of processed_events."
            .formatted(engines == 2 ? "Both" : "All " + engines, rows);
  }

  private static String agreedLabels(CompareReport report) {
    LabelCheck labels = report.oracle().labels();
    if (labels == null) {
      return "The input has no labels, so nothing checked the decisions independently.";
    }
    return labels.isMade()
        ? "All %s labels of the input agree with what became of its records."
            .formatted(number(labels.checked()))
        : "The labels of the input were made for other rules, times or fields than these, so nothing checked the decisions independently.";
  }

  private static List<String> failures(CompareReport report) {
    List<String> failures = new ArrayList<>();
    if (report.engines().isEmpty()) {
      failures.add("No engine was compared.");
    }
    for (EngineResult engine : report.engines()) {
      if (engine.failure() != null) {
        failures.add(engine.label() + " failed: " + engine.failure());
      } else if (engine.againstOracle() == null) {
        failures.add(engine.label() + " was not compared with the oracle.");
      }
    }
    return failures;
  }

  private static List<String> differences(CompareReport report) {
    List<String> differences = new ArrayList<>();
    for (EngineResult engine : report.engines()) {
      ComparisonResult result = engine.againstOracle();
      if (result != null && !result.isIdentical()) {
        differences.add(
            "%s and the oracle differ in %s."
                .formatted(engine.label(), Figures.rows(result.differing())));
      }
    }
    for (ComparisonResult pair : report.pairs()) {
      if (!pair.isIdentical()) {
        differences.add(
            "%s and %s differ in %s."
                .formatted(pair.left(), pair.right(), Figures.rows(pair.differing())));
      }
    }
    LabelCheck labels = report.oracle().labels();
    if (labels != null && labels.disagreeing() > 0) {
      differences.add(
          "%s of %s labels of the input do not agree with the decision."
              .formatted(number(labels.disagreeing()), number(labels.checked())));
    }
    return differences;
  }
}
