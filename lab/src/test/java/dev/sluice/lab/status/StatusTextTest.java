// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.ledger.Counts;
import dev.sluice.engine.ledger.LedgerRow;
import dev.sluice.engine.ledger.Pipeline;
import dev.sluice.lab.report.Style;
import dev.sluice.sink.postgres.PgSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The text of statuses made by hand. */
class StatusTextTest {

  private static final String SHA = "0123456789abcdef".repeat(4);

  private static Status status(CommitAge age, PartitionStatus... partitions) {
    PgSettings sink =
        new PgSettings("jdbc:postgresql://db/web?user=app&sslmode=require", "", "", "web", true);
    EngineConfig.Kafka kafka = new EngineConfig.Kafka("broker:9092", "traffic", Map.of());
    return new Status(
        Instant.parse("2026-01-02T03:04:05.678Z"),
        PipelinePlace.of(kafka, sink.toSink()),
        new Pipeline(
            1, "run-1", "c", "traffic", "t", SHA, null, 15_000_000L, 60_000_000, 10, "l", "i"),
        age,
        List.of(partitions));
  }

  private static PartitionStatus moved(int partition, long next, long end, Counts counts) {
    return new PartitionStatus(
        partition, new LedgerRow(partition, 10, next, counts), 0, end, end - next, null);
  }

  @Test
  void aStatusIsThePipelineItsPartitionsAndWhatTheOutcomesConsistOf() {
    Counts counts =
        Counts.of(
            Map.of(
                "accepted", 1_000L,
                "late", 20L,
                "filtered:assets", 1L,
                "filtered:bots", 900L,
                "malformed:not_json", 3L));
    Status status =
        status(
            CommitAge.exactly(Duration.ofMillis(400)),
            moved(0, 1_934, 2_934, counts),
            moved(1, 11, 11, Counts.of("accepted")));
    assertEquals(
        """
        topic             traffic at broker:9092
        rows              schema web at jdbc:postgresql://db/web
        run               run-1
        decision          rules 0123456789ab~ - lateness 15.0 s - skew 1 min 0 s
        last commit       0.4 s ago
        read at           2026-01-02T03:04:05Z

        partition  first   next    end    lag  accepted  filtered  late  malformed
        --------------------------------------------------------------------------
        0             10  1,934  2,934  1,000     1,000       901    20          3
        1             10     11     11      0         1         0     0          0
        --------------------------------------------------------------------------
        total                           1,000     1,001       901    20          3

        filtered          bots 900 - assets 1
        malformed         not_json 3
        """,
        StatusText.render(status, false, Style.PLAIN));
  }

  @Test
  void largeNumbersAndUnusualPartitionsFitTheWidth() {
    long many = 987_654_321_012L;
    Counts counts =
        Counts.of(Map.of("accepted", many, "filtered:bots", many, "late", many, "refused", many));
    Status status =
        status(
            new CommitAge(Duration.ZERO, null, "the database keeps none"),
            moved(0, many, 2 * many, counts),
            new PartitionStatus(1, new LedgerRow(1, 0, 100, Counts.NONE), 150, 151, 1, 1234.5),
            new PartitionStatus(2, null, 0, 7, 7, null));
    String text = StatusText.render(status, true, Style.PLAIN);
    text.lines().forEach(line -> assertTrue(line.length() <= 100, line));
    for (String part :
        List.of(
            "unknown: the database keeps none, or use --watch",
            "987,654,321,012",
            "refused",
            "1,235",
            "Partition 1: records 100 to 149 are gone from the log",
            "Partition 2 has no row in the ledger yet")) {
      assertTrue(text.replaceAll("\\s+", " ").contains(part), part + " is not in\n" + text);
    }
  }

  @Test
  void onlyTheMostFrequentReasonsHaveAFigureOfTheirOwn() {
    Map<String, Long> counts = new HashMap<>();
    for (long i = 1; i <= 9; i++) {
      counts.put("malformed:reason" + i, i);
    }
    String text =
        StatusText.render(status(null, moved(0, 100, 100, Counts.of(counts))), false, Style.PLAIN);
    assertTrue(
        text.replaceAll("\\s+", " ")
            .endsWith(
                "malformed reason9 9 - reason8 8 - reason7 7 - reason6 6 - reason5 5 -"
                    + " reason4 4 - 3 others 6 "),
        text);
  }

  @Test
  void aLedgerThatNeverMovedSaysSo() {
    Status status =
        status(null, new PartitionStatus(0, new LedgerRow(0, 0, 0, Counts.NONE), 0, 7, 7, null));
    String text = StatusText.render(status, false, Style.PLAIN);
    assertTrue(text.contains("last commit       none yet\n"), text);
    assertTrue(text.contains("No commit has moved this ledger yet."), text);
  }

  @Test
  void theAgeOfTheLastCommitIsAsExactAsItIsKnown() {
    Duration two = Duration.ofSeconds(2);
    assertEquals("2.0 s ago", StatusText.age(CommitAge.exactly(two)));
    assertEquals(
        "at most 4.0 s ago, as this watch saw it",
        StatusText.age(new CommitAge(two, two.multipliedBy(2), "why")));
    assertEquals(
        "more than 2.0 s ago, as this watch saw it",
        StatusText.age(new CommitAge(two, null, "why")));
    assertEquals(
        "unknown: why, or use --watch", StatusText.age(new CommitAge(Duration.ZERO, null, "why")));
    assertEquals("119 min 59 s", StatusText.shown(Duration.ofSeconds(7_199)));
    assertEquals("2 h 1 min", StatusText.shown(Duration.ofMinutes(121)));
    assertEquals("2 d 1 h", StatusText.shown(Duration.ofHours(49)));
  }
}
