// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.bench.report.Findings;
import dev.sluice.lab.report.Block;
import dev.sluice.lab.report.ConsoleReport;
import dev.sluice.lab.report.Grid;
import dev.sluice.lab.report.Style;
import dev.sluice.lab.report.chart.StackChart;
import dev.sluice.lab.run.SinkKind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tests the findings of two profiled drains of a million events. */
class ProfileFindingsTest {

  private static final ProfilePlan PLAN =
      new ProfilePlan(1, 1_000_000, 4, 2, List.of("flink"), SinkKind.POSTGRES);

  private static final ProfileResult FLINK =
      new ProfileResult(
          "flink",
          null,
          10.4,
          Map.of(ThreadKind.PROGRAM, 7.0, ThreadKind.COMPILER, 2.0, ThreadKind.COLLECTOR, 1.0),
          Map.of(Layer.DECIDE, 300L, Layer.ENGINE, 1_500L, Layer.OTHER, 200L),
          List.of(
              new TopFrame("org.apache.flink.util.Heap.sift", 500),
              new TopFrame("java.lang.String.hashCode", 30)),
          Map.of("on a processor", 30L, "IO:WALSync", 10L, "LWLock:WALWrite", 0L, "idle", 160L));

  private static final ProfileResult BASELINE =
      new ProfileResult(
          "baseline",
          null,
          2.0,
          Map.of(ThreadKind.PROGRAM, 2.0, ThreadKind.COMPILER, 0.0, ThreadKind.COLLECTOR, 0.0),
          Map.of(),
          List.of(),
          Map.of("on a processor", 100L));

  private static Findings findings(ProfileResult... results) {
    return ProfileFindings.of("profile", PLAN, List.of(results));
  }

  private static <B extends Block> List<B> blocks(Findings findings, Class<B> type) {
    return findings.chapters().get(0).blocks().stream()
        .filter(type::isInstance)
        .map(type::cast)
        .toList();
  }

  @Test
  void processorTimeIsToldInSecondsInPartsAndForAnEvent() {
    List<Grid> grids = blocks(findings(BASELINE, FLINK), Grid.class);
    assertEquals(
        List.of(
            List.of("baseline", "2.0", "0.0", "0.0", "0.0", "0.0", "2.0", "100.0"),
            List.of("flink", "10.4", "2.0", "20.0", "1.0", "10.0", "7.0", "70.0")),
        grids.get(0).texts());
    // 10.4 s for a million are 10.4 µs.
    assertEquals(List.of("flink", "10.40", "2.00", "1.00", "7.00"), grids.get(1).texts().get(1));
  }

  @Test
  void stacksAreToldByLayerAndThoseOfNobodyAreUnknown() {
    Findings findings = findings(BASELINE, FLINK);
    // 300, 1,500 and 200 of 2,000.
    assertEquals(
        List.of(
            List.of("baseline", "–", "–", "–", "–", "–", "–", "0"),
            List.of("flink", "15.0", "0.0", "0.0", "75.0", "0.0", "10.0", "2,000")),
        blocks(findings, Grid.class).get(2).texts());
    assertEquals(
        List.of(new StackChart.Stack("flink", List.of(15.0, 0.0, 0.0, 75.0, 0.0, 10.0))),
        blocks(findings, StackChart.class).get(0).stacks());
  }

  @Test
  void waitsOfMoreThanAHundredthWithAnybodyAreToldTheGreatestFirst() {
    assertEquals(
        List.of(
            List.of("on a processor", "100.0", "15.0"),
            List.of("idle", "0.0", "80.0"),
            List.of("IO:WALSync", "0.0", "5.0")),
        blocks(findings(BASELINE, FLINK), Grid.class).get(3).texts());
  }

  @Test
  void eachHasItsInnermostMethods() {
    assertEquals(
        Grid.of(
            List.of("flink", "% of stacks"),
            List.of(List.of("Heap.sift", "25.0"), List.of("String.hashCode", "1.5"))),
        blocks(findings(FLINK), Grid.class).get(4));
  }

  @Test
  void aDrainWithAnotherOutputIsVoidAndInNoTable() {
    Findings findings = findings(BASELINE, ProfileResult.invalid("flink", "a row is missing"));
    assertEquals(List.of("flink: a row is missing"), findings.voids());
    assertEquals(2, findings.results().size());
    assertEquals(1, blocks(findings, Grid.class).get(0).rows().size());
  }

  @Test
  void aTerminalOfAHundredColumnsHoldsIt() {
    String text = ConsoleReport.render(findings(BASELINE, FLINK).chapters(), Style.PLAIN);
    assertTrue(text.lines().allMatch(line -> line.length() <= 100), text);
  }

  @Test
  void aResultIsReadAsItWasWritten() throws Exception {
    ObjectMapper json = new ObjectMapper();
    assertEquals(FLINK, json.readValue(json.writeValueAsString(FLINK), ProfileResult.class));
    ProfileResult invalid = ProfileResult.invalid("flink", "a row is missing");
    assertEquals(invalid, json.readValue(json.writeValueAsString(invalid), ProfileResult.class));
  }
}
