// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.compare.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.lab.compare.ComparedTable;
import dev.sluice.lab.compare.ComparisonResult;
import dev.sluice.lab.compare.TableDifference;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VerdictTest {

  private final CompareReport good = SampleReports.identical();

  @Test
  void identicalIsExitCodeZero() {
    assertEquals(Verdict.Kind.IDENTICAL, good.verdict().kind());
    assertEquals(0, good.verdict().exitCode());
  }

  @Test
  void noEngineProvesNothing() {
    assertEquals(
        Verdict.Kind.FAILED, with(List.of(), List.of(), good.oracle().labels()).verdict().kind());
  }

  @Test
  void anEngineThatWasNotComparedProvesNothing() {
    EngineResult engine = SampleReports.engine("flink", "continuous", "2", null);
    Verdict verdict = with(List.of(engine), List.of(), null).verdict();

    assertEquals(Verdict.Kind.FAILED, verdict.kind());
    assertEquals(List.of("flink was not compared with the oracle."), verdict.reasons());
  }

  @Test
  void enginesThatDifferFromEachOtherAreNotIdentical() {
    ComparisonResult pair =
        new ComparisonResult(
            "flink",
            "spark",
            List.of(new TableDifference(ComparedTable.LEDGER, 4, 4, 1, 1, 1, List.of())));
    Verdict verdict = with(good.engines(), List.of(pair), null).verdict();

    assertEquals(Verdict.Kind.DIFFERENT, verdict.kind());
    assertEquals(List.of("flink and spark differ in 1 row."), verdict.reasons());
  }

  @Test
  void labelsThatDisagreeAreADifferenceThoughAllTablesAreTheSame() {
    Verdict verdict =
        with(good.engines(), List.of(), new LabelCheck(10, 1, List.of("t-0 offset 4"))).verdict();

    assertEquals(1, verdict.exitCode());
    assertTrue(verdict.reasons().get(0).startsWith("1 of 10 labels"), verdict::toString);
  }

  @Test
  void anInputOfWhichNothingIsAnEventComparesNothing() {
    Verdict verdict =
        SampleReports.nothing(
                Map.of("malformed:not_json", 2L, "malformed:wrong_type", 1_000L),
                List.of("["),
                "This looks like something else.")
            .verdict();

    assertEquals(Verdict.Kind.NOTHING, verdict.kind());
    assertEquals(1, verdict.exitCode());
    assertEquals(
        List.of(
            "None of 1,002 records was accepted: 1,002 malformed (wrong_type 1,000, not_json 2).",
            "So no row of processed_events was compared, and nothing is proven.",
            "This looks like something else."),
        verdict.reasons());
  }

  @Test
  void anEmptyInputComparesNothing() {
    Verdict verdict = SampleReports.nothing(Map.of(), List.of(), null).verdict();
    assertEquals(Verdict.Kind.NOTHING, verdict.kind());
    assertEquals("events.json has no records.", verdict.reasons().get(0));
  }

  @Test
  void aRunOfWhichNothingWasAcceptedComparesNothing() {
    Verdict verdict =
        SampleReports.nothing(
                Map.of("filtered:bots", 2L, "late", 3L, "malformed:bad_time", 1L), List.of(), null)
            .verdict();
    assertEquals(Verdict.Kind.NOTHING, verdict.kind());
    assertEquals(
        "None of 6 records was accepted: 1 malformed (bad_time 1), 2 filtered (bots 2), 3 late.",
        verdict.reasons().get(0));
  }

  @Test
  void aFailureAndADifferenceAreSaidBeforeThatNothingWasAccepted() {
    CompareReport nothing = SampleReports.nothing(Map.of("late", 1L), List.of(), null);
    ComparisonResult pair =
        new ComparisonResult(
            "flink",
            "spark",
            List.of(new TableDifference(ComparedTable.LEDGER, 4, 4, 1, 1, 1, List.of())));
    Verdict different = with(nothing, nothing.engines(), List.of(pair), null).verdict();
    assertEquals(Verdict.Kind.DIFFERENT, different.kind());
    assertEquals("None of 1 record was accepted: 1 late.", different.reasons().get(1));

    Verdict failed = with(nothing, List.of(), List.of(), null).verdict();
    assertEquals(Verdict.Kind.FAILED, failed.kind());
    assertEquals("None of 1 record was accepted: 1 late.", failed.reasons().get(1));
  }

  @Test
  void labelsForOtherRulesAreNotCalledAbsent() {
    assertEquals(
        "The labels of the input were made for other rules, times or fields than these, so nothing"
            + " checked the decisions independently.",
        lastReason(LabelCheck.FOR_OTHER_RULES));
    assertEquals(
        "The input has no labels, so nothing checked the decisions independently.",
        lastReason(null));
  }

  private String lastReason(LabelCheck labels) {
    List<String> reasons = with(good, good.engines(), List.of(), labels).verdict().reasons();
    return reasons.get(reasons.size() - 1);
  }

  private CompareReport with(
      List<EngineResult> engines, List<ComparisonResult> pairs, LabelCheck labels) {
    return with(good, engines, pairs, labels);
  }

  private static CompareReport with(
      CompareReport good,
      List<EngineResult> engines,
      List<ComparisonResult> pairs,
      LabelCheck labels) {
    return new CompareReport(
        good.run(),
        good.input(),
        good.settings(),
        new OracleFacts(good.oracle().counts(), good.oracle().coverage(), labels, null),
        engines,
        Map.of(),
        pairs,
        good.directory(),
        good.nextSteps());
  }
}
