// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.bench.report.Findings;
import dev.sluice.lab.report.Block;
import dev.sluice.lab.report.Grid;
import dev.sluice.lab.report.Paragraph;
import dev.sluice.lab.report.chart.StackChart;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tests which results count, and relative to what. */
class OperationReportTest {

  private static final OperationPlan PLAN =
      new OperationPlan(1, 2, List.of("flink"), 10_000, 3, 3, 2_000, 10, 60);
  private static final OperationPlan QUICK =
      new OperationPlan(1, 2, List.of("flink"), 10_000, 1, 0, 2_000, 0, 0);

  private static Observation seen(
      Exercise exercise, String engine, int round, Map<Measure, Double> measures) {
    return new Observation(exercise, engine, round, null, measures);
  }

  private static Findings findings(OperationPlan plan, Observation... observations) {
    return new OperationReport(plan, List.of("flink"), List.of(observations)).findings("operation");
  }

  private static <B extends Block> B block(Findings findings, int chapter, Class<B> type) {
    return findings.chapters().get(chapter).blocks().stream()
        .filter(type::isInstance)
        .map(type::cast)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void timesAreMediansWithTheirSpread() {
    Findings findings =
        findings(
            PLAN,
            seen(
                Exercise.START_UP,
                "flink",
                1,
                Map.of(Measure.RUNNING, 3.0, Measure.FIRST_ROW, 4.0)),
            seen(
                Exercise.START_UP,
                "flink",
                2,
                Map.of(Measure.RUNNING, 2.0, Measure.FIRST_ROW, 3.5)),
            seen(
                Exercise.START_UP,
                "flink",
                3,
                Map.of(Measure.RUNNING, 2.5, Measure.FIRST_ROW, 5.0)));
    assertEquals(
        List.of(List.of("flink", "2.50", "2.00–3.00", "4.00", "3.50–5.00")),
        block(findings, 0, Grid.class).texts());
    assertEquals(
        List.of(new StackChart.Stack("flink", List.of(2.5, 1.5))),
        block(findings, 0, StackChart.class).stacks());
    assertEquals(
        List.of("Start of the process to the first row: flink 4.00 s"), findings.headlines());
  }

  @Test
  void whatIsVoidIsInNoFigure() {
    Findings findings =
        findings(
            PLAN, new Observation(Exercise.RECOVERY, "flink", 2, "a row is missing", Map.of()));
    assertEquals(
        List.of(List.of("flink", "–", "–", "–", "–", "–", "–")),
        block(findings, 1, Grid.class).texts());
    assertEquals(List.of(), block(findings, 1, StackChart.class).stacks());
    assertEquals(List.of("flink, recovery 2: a row is missing"), findings.voids());
    assertEquals(List.of(), findings.headlines());
  }

  @Test
  void anIdleEngineIsToldBeyondWhatTheServersTakeAlone() {
    Findings findings =
        findings(
            PLAN,
            seen(
                Exercise.IDLE,
                Observation.NO_ENGINE,
                1,
                Map.of(Measure.DATABASE_CPU, 2.0, Measure.BROKER_CPU, 15.0)),
            seen(
                Exercise.IDLE,
                "flink",
                1,
                Map.of(
                    Measure.CPU, 12.5,
                    Measure.DATABASE_CPU, 2.5,
                    Measure.BROKER_CPU, 22.0,
                    Measure.MEMORY, 300.4)));
    assertEquals(
        List.of(List.of("flink", "12.5", "0.5", "7.0", "300")),
        block(findings, 2, Grid.class).texts());
  }

  @Test
  void whatTheQuickBenchLeavesOutIsSaid() {
    Findings findings = findings(QUICK);
    assertEquals("Left out of the quick bench.", block(findings, 1, Paragraph.class).text());
    assertEquals("Left out of the quick bench.", block(findings, 2, Paragraph.class).text());
  }
}
