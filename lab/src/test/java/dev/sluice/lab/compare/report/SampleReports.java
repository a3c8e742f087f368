// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.compare.report;

import dev.sluice.lab.compare.ComparedTable;
import dev.sluice.lab.compare.ComparisonResult;
import dev.sluice.lab.compare.Coverage;
import dev.sluice.lab.compare.RowDifference;
import dev.sluice.lab.compare.TableDifference;
import dev.sluice.lab.compare.report.EngineResult.Decline;
import dev.sluice.lab.compare.report.EngineResult.Measures;
import dev.sluice.lab.oracle.OutcomeCounts;
import dev.sluice.lab.report.Machine;
import dev.sluice.lab.report.RunFacts;
import dev.sluice.model.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Reports made up by hand, to render. */
final class SampleReports {

  static final OutcomeCounts COUNTS =
      new OutcomeCounts(
          new TreeMap<>(
              Map.of(
                  "accepted", 47_310L,
                  "late", 2_904L,
                  "filtered:bots", 14_911L,
                  "filtered:static", 20_006L,
                  "filtered:health", 4_987L,
                  "filtered:failed", 6_930L,
                  "malformed:not_json", 1_102L,
                  "malformed:missing_field", 840L,
                  "malformed:from_the_future", 1_010L)),
          45_210);

  /** Three engines that agree. */
  static CompareReport identical() {
    return of(
        List.of(
            engine("flink", "continuous", "2.2.1", same("flink")),
            engine("spark", "micro-batch", "4.1.3", same("spark")),
            engine("kstreams", "embedded", "4.3.1", same("kstreams"))),
        List.of());
  }

  /** Two engines to two sinks; a row of one of the four runs differs. */
  static CompareReport twoSinks() {
    ComparisonResult differs =
        new ComparisonResult(
            "oracle",
            "kstreams_kafka",
            List.of(
                new TableDifference(
                    ComparedTable.PROCESSED_EVENTS, 45_210, 45_209, 1, 0, 1, List.of())));
    return of(
        List.of(
            engine("flink", "continuous", "2.3.0", same("flink")),
            engine("kstreams", "embedded", "4.4.0", same("kstreams")),
            to("kafka", engine("flink", "continuous", "2.3.0", same("flink_kafka"))),
            to("kafka", engine("kstreams", "embedded", "4.4.0", differs))),
        List.of());
  }

  private static EngineResult to(String sink, EngineResult run) {
    return new EngineResult(
        run.name(),
        sink,
        run.execution(),
        run.version(),
        run.counts(),
        run.againstOracle(),
        run.measures(),
        run.adapterLines(),
        run.declines(),
        run.failure());
  }

  /** Two of four engines differ, one of them in hostile data; one failed. */
  static CompareReport hostile() {
    RowDifference changed =
        new RowDifference(
            Map.of("identity", "e:1\u001b[31mred"),
            row("e:1\u001b[31mred", "/<script>alert('x')</script>?a=1&b=\"2\""),
            row("e:1\u001b[31mred", "/\u202Egnp.exe" + "x".repeat(500)),
            List.of("url"));
    RowDifference missing =
        new RowDifference(Map.of("identity", "e:2"), row("e:2", "/two"), null, List.of());
    ComparisonResult differs =
        new ComparisonResult(
            "oracle",
            "spark",
            List.of(
                new TableDifference(
                    ComparedTable.PROCESSED_EVENTS,
                    1_234_567_890L,
                    1_234_567_889L,
                    2,
                    1,
                    1_234_567,
                    List.of(changed, missing))));
    List<EngineResult> engines = new ArrayList<>();
    engines.add(engine("flink", "continuous", "2.2.1", same("flink")));
    engines.add(
        engine(
            "spark",
            "micro-batch, triggered every 1,000 ms, AvailableNow",
            "4.1.3-vendor-build-20260101.123456-abcdef0123456789",
            differs));
    engines.add(
        new EngineResult(
            "flink-jdbc",
            "postgres",
            "continuous, JDBC upsert",
            "2.2.1",
            null,
            same("flink_jdbc", ComparedTable.ROWS),
            new Measures(8_400L, 123_456_789.4, 1_234.56, 98_765_432_100L),
            210,
            List.of(
                new Decline(
                    "ledger", "the upsert sink knows no transaction with the rows; <b>no</b>")),
            null));
    engines.add(
        new EngineResult(
            "kstreams-a-name-too-long-for-a-column",
            "postgres",
            "embedded",
            "4.3.1",
            null,
            null,
            Measures.NONE,
            null,
            List.of(),
            "exit code 1: jdbc:postgresql://127.0.0.1:5432/db?user=u&password=hunter2 refused <img"
                + " src=x>"));
    return of(engines, List.of(new ComparisonResult("flink", "spark", differs.tables())));
  }

  /** Three engines that agree on an input of which nothing was accepted. */
  static CompareReport nothing(Map<String, Long> counts, List<String> firstLines, String hint) {
    CompareReport good = identical();
    InputSummary input = good.input();
    OutcomeCounts none = new OutcomeCounts(new TreeMap<>(counts), 0);
    return new CompareReport(
        good.run(),
        new InputSummary(
            "events.json",
            none.seen(),
            null,
            input.partitions(),
            0L,
            0L,
            null,
            null,
            List.of(),
            firstLines,
            hint,
            null),
        good.settings(),
        new OracleFacts(none, good.oracle().coverage(), null, null),
        good.engines(),
        good.leftOut(),
        good.pairs(),
        good.directory(),
        good.nextSteps());
  }

  private static CompareReport of(List<EngineResult> engines, List<ComparisonResult> pairs) {
    Map<String, String> versions = new LinkedHashMap<>();
    versions.put("Sluice", "0.1.0");
    versions.put("Kafka", "4.3.1");
    versions.put("Postgres", "18.6");
    return new CompareReport(
        new RunFacts(
            "20260301-101500-4f2a",
            "./sluice compare",
            Instant.parse("2026-03-01T10:15:00.123Z"),
            Duration.ofMillis(48_312),
            new Machine(
                2,
                25_276_973_056L,
                "Linux 6.1.0 amd64",
                "17.0.15 (Debian)",
                "AMD EPYC 7B13 @ 2.45GHz"),
            versions),
        new InputSummary(
            "generator",
            100_000,
            42L,
            4,
            9_120L,
            2_100L,
            Instant.parse("2026-01-01T00:00:00.000001Z"),
            Instant.parse("2026-01-01T02:46:40.999Z"),
            List.of(),
            List.of(),
            null,
            null),
        new DecisionSettings(
            15_000_000L,
            60_000_000L,
            10_000,
            "default rules",
            "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            List.of("bots", "static", "health", "internal", "failed", "untracked"),
            null,
            null),
        new OracleFacts(
            COUNTS,
            new Coverage(List.of(), List.of("internal"), List.of(Reason.NUMBER_TOO_LONG)),
            new LabelCheck(100_000, 0, List.of()),
            null),
        engines,
        Map.of("ksql", "needs a Java older than 9, and this is 17: it is old"),
        pairs,
        "target/sluice/20260301-101500-4f2a",
        engines.stream().allMatch(EngineResult::isIdentical)
            ? List.of()
            : List.of(
                "./sluice compare --engines spark --seed 42 --keep   # leaves Postgres running"));
  }

  static EngineResult engine(
      String name, String execution, String version, ComparisonResult againstOracle) {
    return new EngineResult(
        name,
        "postgres",
        execution,
        version,
        COUNTS,
        againstOracle,
        switch (name) {
          case "flink" -> new Measures(6_420L, 41_870.4, 21.3, 702_545_920L);
          case "spark" -> new Measures(11_950L, 33_410.0, 38.9, 1_120_000_000L);
          default -> new Measures(3_110L, 52_033.9, 9.8, 331_350_016L);
        },
        switch (name) {
          case "flink" -> 231;
          case "spark" -> 204;
          default -> 188;
        },
        List.of(),
        null);
  }

  private static ComparisonResult same(String right) {
    return same(right, ComparedTable.ALL);
  }

  private static ComparisonResult same(String right, Set<ComparedTable> tables) {
    return new ComparisonResult(
        "oracle",
        right,
        tables.stream()
            .map(table -> new TableDifference(table, 45_210, 45_210, 0, 0, 0, List.of()))
            .toList());
  }

  private static Map<String, String> row(String identity, String url) {
    Map<String, String> row = new LinkedHashMap<>();
    row.put("identity", identity);
    row.put("source_partition", "0");
    row.put("url", url);
    row.put("ip", null);
    return row;
  }

  private SampleReports() {}
}
