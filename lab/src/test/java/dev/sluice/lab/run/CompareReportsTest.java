// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.lab.compare.ComparedTable;
import dev.sluice.lab.compare.ComparisonResult;
import dev.sluice.lab.compare.Coverage;
import dev.sluice.lab.compare.TableDifference;
import dev.sluice.lab.compare.report.CompareReport;
import dev.sluice.lab.compare.report.EngineResult;
import dev.sluice.lab.compare.report.OracleFacts;
import dev.sluice.lab.compare.report.Verdict;
import dev.sluice.lab.input.Input;
import dev.sluice.lab.input.InputRecords;
import dev.sluice.lab.input.select.InputOptions;
import dev.sluice.lab.input.select.Inputs;
import dev.sluice.lab.oracle.OutcomeCounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompareReportsTest {

  private static final EngineResult AGREES =
      new EngineResult(
          "flink",
          "postgres",
          "continuous",
          "1",
          null,
          new ComparisonResult(
              "oracle",
              "flink",
              List.of(
                  new TableDifference(ComparedTable.PROCESSED_EVENTS, 0, 0, 0, 0, 0, List.of()))),
          EngineResult.Measures.NONE,
          null,
          List.of(),
          null);

  private static final String CHECK = "./sluice events check app.json";

  @TempDir Path folder;

  @Test
  void theFirstLinesAreInTheReportOnlyWhereNothingWasAccepted() throws IOException {
    List<String> lines =
        List.of("{\"log\":\"a\"}", "{\"log\":\"b\"}", "{\"log\":\"c\"}", "{\"log\":\"d\"}");
    Path file = Files.write(folder.resolve("docker-json.log"), lines);
    CompareReport nothing = report(file, Map.of("malformed:missing_field", 4L));
    assertEquals(Verdict.Kind.NOTHING, nothing.verdict().kind());
    assertEquals(lines.subList(0, 3), nothing.input().firstLines());
    assertEquals(nothing.input().hint(), nothing.verdict().reasons().get(2));
    assertTrue(nothing.input().hint().contains("Docker"), nothing.input().hint());

    CompareReport something = report(file, Map.of("malformed:missing_field", 3L, "accepted", 1L));
    assertEquals(Verdict.Kind.IDENTICAL, something.verdict().kind());
    assertEquals(List.of(), something.input().firstLines());
    assertNull(something.input().hint());
  }

  @Test
  void whereAllRecordsLackFieldsTheVerdictPointsToAMapping() throws IOException {
    Path file = Files.write(folder.resolve("app.json"), List.of("{\"ts\":1}", "{\"ts\":2}"));
    assertEquals(
        List.of(
            "None of 2 records was accepted: 2 malformed (missing_field 2).",
            "So no row of processed_events was compared, and nothing is proven.",
            "If the fields have other names or formats than the contract's, --events FILE reads"
                + " them where they are; docs/events.md shows how.",
            CHECK + " shows what each field became."),
        report(file, Map.of("malformed:missing_field", 2L)).verdict().reasons());
    // A mapping does not help with anything else.
    assertEquals(2, report(file, Map.of("malformed:not_json", 2L)).verdict().reasons().size());
    assertEquals(2, report(file, Map.of("late", 2L)).verdict().reasons().size());
  }

  @Test
  void aMappingThatFindsNoEventIsReportedWithTheCommonestReasonAndARecord() throws IOException {
    Path file = Files.write(folder.resolve("app.json"), List.of("{\"ts\":1}", "{\"ts\":\"2\"}"));
    Path mapping =
        Files.writeString(
            folder.resolve("app.yaml"), "version: 1\nfields: {event_time: ts, host: h, url: u}\n");
    DecisionSource mapped = DecisionSource.defaults().withEvents(EventsSource.ofFile(mapping));
    CompareReport report =
        report(
            file,
            Map.of("malformed:wrong_type", 5L, "malformed:missing_field", 1L),
            mapped,
            "{\"ts\":1}");
    assertEquals(
        List.of(
            "None of 6 records was accepted: 6 malformed (wrong_type 5, missing_field 1).",
            "So no row of processed_events was compared, and nothing is proven.",
            "The commonest reason is wrong_type, as of this record: {\"ts\":1}",
            CHECK + " shows what each field became."),
        report.verdict().reasons());
    assertEquals("app.yaml", report.settings().eventsSource());
    assertEquals(mapped.events().sha256(), report.settings().eventsSha256());
  }

  @Test
  void whereTheDefaultRulesDropEveryHostTheVerdictNamesTheRulesFile() throws IOException {
    Path file = Files.write(folder.resolve("app.json"), List.of("{}"));
    Map<String, Long> counts = Map.of("filtered:untracked_hosts", 3L, "filtered:bots", 2L);
    assertEquals(
        "The default rules drop all hosts that they do not track; list yours in a copy of"
            + " rules.yaml, and pass it with --rules FILE.",
        report(file, counts).verdict().reasons().get(2));
  }

  private static CompareReport report(Path file, Map<String, Long> counts) {
    return report(file, counts, DecisionSource.defaults(), null);
  }

  private static CompareReport report(
      Path file, Map<String, Long> counts, DecisionSource source, String example) {
    Input input = Inputs.open(InputOptions.from(file.toString()));
    try (InputRecords records = input.records()) {
      records.forEachRemaining(record -> {});
    }
    OracleFacts oracle =
        new OracleFacts(
            new OutcomeCounts(new TreeMap<>(counts), counts.getOrDefault("accepted", 0L)),
            new Coverage(List.of(), List.of(), List.of()),
            null,
            example);
    Comparison.Found found =
        new Comparison.Found("4", "18", input.facts(), source, oracle, List.of(AGREES), List.of());
    return CompareReports.of(
        "run",
        "./sluice compare",
        Instant.EPOCH,
        found,
        List.of(),
        Map.of(),
        "target",
        List.of(),
        CHECK);
  }
}
