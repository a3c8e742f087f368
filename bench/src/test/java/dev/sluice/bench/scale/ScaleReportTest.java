// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.scale;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.bench.measure.Figure;
import dev.sluice.bench.report.Findings;
import dev.sluice.bench.throughput.Contestant;
import dev.sluice.lab.report.Block;
import dev.sluice.lab.report.Grid;
import dev.sluice.lab.report.Paragraph;
import dev.sluice.lab.report.chart.LineChart;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Tests the findings of the points of an axis. */
class ScaleReportTest {

  private static final ScalePlan PLAN =
      new ScalePlan(1, 2, List.of("flink"), List.of(1_000L, 5_000L, 20_000L), List.of(1, 4), 4);

  private static Setting size(long events) {
    return new Setting(events, 4, RuleVariant.USUAL);
  }

  /**
   * A drain in which the contestant's, Postgres' and the broker's processor times are 5 : 3 : 2.
   */
  private static ScaleCell cell(Setting setting, double cpuSeconds, long accepted, String problem) {
    return new ScaleCell(
        setting,
        "flink",
        accepted,
        problem,
        Map.of(
            Figure.CPU, cpuSeconds * 0.5,
            Figure.DATABASE_CPU, cpuSeconds * 0.3,
            Figure.BROKER_CPU, cpuSeconds * 0.2,
            Figure.DRAIN_RATE, 100_000.0,
            Figure.MEMORY, 512.0));
  }

  private static Findings findings(ScaleCell... cells) {
    return new ScaleReport(PLAN, List.of("flink"), List.of(cells)).findings("scale");
  }

  private static <B extends Block> List<B> blocks(Findings findings, Axis axis, Class<B> type) {
    return findings.chapters().stream()
        .filter(chapter -> chapter.title().equals(axis.title()))
        .flatMap(chapter -> chapter.blocks().stream())
        .filter(type::isInstance)
        .map(type::cast)
        .toList();
  }

  @Test
  void costIsAllProcessorTimeForAnEventAndTheFactorIsOfTheMostToTheLeast() {
    Findings findings =
        findings(
            cell(size(1_000), 0.030, 350, null),
            cell(size(5_000), 0.070, 1_750, null),
            cell(size(20_000), 0.220, 7_000, null));
    List<Grid> grids = blocks(findings, Axis.SIZE, Grid.class);
    // 30 ms for 1,000 events are 30 µs; 70 for 5,000 are 14; 220 for 20,000 are 11; 30 / 11 = 2.73.
    assertEquals(List.of(List.of("flink", "30.0", "14.0", "11.0", "2.73")), grids.get(0).texts());
    // 40 ms for 4,000 more events, and 150 ms for 15,000 more.
    assertEquals(List.of(List.of("flink", "10.0", "10.0")), grids.get(1).texts());
    assertEquals(
        "flink: an event costs 2.73 × as much with 1,000 events as with 20,000.",
        verdict(findings, Axis.SIZE));
    assertEquals(
        List.of("Cost per event with 20,000 events, relative to 5,000: flink 0.79 ×"),
        findings.headlines());
  }

  @Test
  void pointsThatDifferByATenthOrLessAreFlat() {
    Findings findings =
        findings(
            cell(new Setting(1_000, 1, RuleVariant.USUAL), 0.020, 350, null),
            cell(size(1_000), 0.0218, 350, null));
    assertEquals("flink: flat (1.09).", verdict(findings, Axis.PARTITIONS));
  }

  @Test
  void aPointWithAnotherOutputIsVoidAndInNoFigure() {
    Findings findings =
        findings(
            cell(size(1_000), 0.030, 350, null),
            cell(size(5_000), 0.010, 1_750, "a row is missing"));
    List<Grid> grids = blocks(findings, Axis.SIZE, Grid.class);
    assertEquals(List.of(List.of("flink", "30.0", "–", "–", "–")), grids.get(0).texts());
    assertEquals("Not enough results.", verdict(findings, Axis.SIZE));
    assertEquals(
        List.of("flink, 5,000 events, 4 partitions, rules USUAL: a row is missing"),
        findings.voids());
    assertEquals(List.of(), findings.headlines());
  }

  @Test
  void whatPassesStandsWhereItWasMeasuredAndTheMiddleIsOnEveryAxisButThatOfRules() {
    Findings findings =
        findings(
            cell(new Setting(1_000, 4, RuleVariant.HUNDREDTH), 0.020, 9, null),
            cell(size(1_000), 0.030, 352, null));
    LineChart chart = blocks(findings, Axis.PASS_RATE, LineChart.class).get(0);
    assertEquals(
        List.of(new LineChart.Mark(0.9, "0.9"), new LineChart.Mark(35.2, "35")),
        chart.across().marks());
    assertEquals(2, chart.lines().get(0).points().size());
    assertEquals(30.0, chart.lines().get(0).points().get(1).y(), 1e-9);
    assertTrue(
        blocks(findings, Axis.RULES, LineChart.class).get(0).lines().get(0).points().isEmpty());
  }

  @Test
  void settingsOfOneTopicStandBehindEachOtherAndNoneTwice() {
    List<Setting> all = PLAN.all();
    // The middle, three other pass rates, three numbers of rules, one other number of partitions,
    // two sizes.
    assertEquals(10, all.size());
    assertEquals(10, all.stream().distinct().count());
    assertEquals(
        List.of(false, false, false, false, false, false, true, true, true),
        IntStream.range(1, 10).mapToObj(i -> !all.get(i).isOfTopicOf(all.get(i - 1))).toList());
    assertEquals(size(20_000), all.get(9));
  }

  @Test
  void onlyABaselineIsMeasuredWithLists() {
    for (RuleVariant rules : RuleVariant.values()) {
      Setting setting = new Setting(1_000, 4, rules);
      assertTrue(setting.isFor(Contestant.Kind.BASELINE), setting::toString);
      assertEquals(
          !rules.name().startsWith("LISTING"),
          setting.isFor(Contestant.Kind.ENGINE),
          setting::toString);
    }
  }

  @Test
  void aCellIsReadAsItWasWritten() throws Exception {
    ObjectMapper json = new ObjectMapper();
    ScaleCell cell = cell(size(1_000), 0.030, 350, null);
    assertEquals(cell, json.readValue(json.writeValueAsString(cell), ScaleCell.class));
  }

  private static String verdict(Findings findings, Axis axis) {
    return blocks(findings, axis, Paragraph.class).get(1).text();
  }
}
