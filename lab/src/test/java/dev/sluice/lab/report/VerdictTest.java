package dev.sluice.lab.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.lab.compare.ComparisonResult;
import dev.sluice.lab.compare.Table;
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
            "flink", "spark", List.of(new TableDifference(Table.LEDGER, 4, 4, 1, 1, 1, List.of())));
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

  private CompareReport with(
      List<EngineResult> engines, List<ComparisonResult> pairs, LabelCheck labels) {
    return new CompareReport(
        good.run(),
        good.startedAt(),
        good.elapsed(),
        good.input(),
        good.settings(),
        good.versions(),
        good.machine(),
        new OracleFacts(good.oracle().counts(), good.oracle().coverage(), labels),
        engines,
        Map.of(),
        pairs,
        good.directory(),
        good.nextSteps());
  }
}
