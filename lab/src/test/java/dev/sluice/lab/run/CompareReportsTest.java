// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

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

    CompareReport something = report(file, Map.of("malformed:missing_field", 3L, "accepted", 1L));
    assertEquals(Verdict.Kind.IDENTICAL, something.verdict().kind());
    assertEquals(List.of(), something.input().firstLines());
    assertNull(something.input().hint());
  }

  private static CompareReport report(Path file, Map<String, Long> counts) {
    Input input = Inputs.open(InputOptions.from(file.toString()));
    try (InputRecords records = input.records()) {
      records.forEachRemaining(record -> {});
    }
    OracleFacts oracle =
        new OracleFacts(
            new OutcomeCounts(new TreeMap<>(counts), counts.getOrDefault("accepted", 0L)),
            new Coverage(List.of(), List.of(), List.of()),
            null);
    Comparison.Found found =
        new Comparison.Found(
            "4",
            "18",
            input.facts(),
            DecisionSource.defaults(),
            oracle,
            List.of(AGREES),
            List.of());
    return CompareReports.of(
        "run", "./sluice compare", Instant.EPOCH, found, List.of(), Map.of(), "target", List.of());
  }
}
