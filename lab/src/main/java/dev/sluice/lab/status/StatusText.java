// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.status;

import static dev.sluice.lab.report.Numbers.number;

import dev.sluice.engine.ledger.Counts;
import dev.sluice.engine.ledger.Pipeline;
import dev.sluice.lab.report.Block;
import dev.sluice.lab.report.Chapter;
import dev.sluice.lab.report.ConsoleReport;
import dev.sluice.lab.report.Facts;
import dev.sluice.lab.report.Grid;
import dev.sluice.lab.report.Grid.Cell;
import dev.sluice.lab.report.Paragraph;
import dev.sluice.lab.report.RunFacts;
import dev.sluice.lab.report.Style;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A status for a terminal of 100 columns: the pipeline, its partitions, and what is unusual. */
public final class StatusText {

  private static final int DIGEST = 12;

  /** How many rules or reasons have a figure of their own; JSON has all. */
  private static final int SHARES = 6;

  private static final Duration LONG = Duration.ofHours(2);

  /**
   * The text, ending in a line feed.
   *
   * @param isWatched whether further looks follow, so that rates will be known
   */
  public static String render(Status status, boolean isWatched, Style style) {
    List<Block> blocks = new ArrayList<>();
    blocks.add(new Facts(pipeline(status)));
    blocks.add(grid(status, isWatched));
    Map<String, List<String>> details = details(status.counts());
    if (!details.isEmpty()) {
      blocks.add(new Facts(details));
    }
    remarks(status).forEach(remark -> blocks.add(new Paragraph(remark)));
    return ConsoleReport.render(List.of(new Chapter("", blocks)), style).stripLeading();
  }

  private static Map<String, List<String>> pipeline(Status status) {
    Pipeline pipeline = status.pipeline();
    Map<String, List<String>> facts = new LinkedHashMap<>();
    facts.put(
        "topic",
        List.of(pipeline.topic() + " at " + status.place().config().kafka().bootstrapServers()));
    facts.put("rows", List.of(status.place().rows()));
    facts.put("run", List.of(pipeline.runId()));
    List<String> decision = new ArrayList<>();
    decision.add("rules " + digest(pipeline.rulesSha256()));
    if (pipeline.eventsSha256() != null) {
      decision.add("mapping " + digest(pipeline.eventsSha256()));
    }
    decision.add("lateness " + micros(pipeline.allowedLatenessMicros()));
    decision.add("skew " + micros(pipeline.allowedSkewMicros()));
    facts.put("decision", decision);
    facts.put("last commit", List.of(age(status.lastCommit())));
    facts.put("read at", List.of(status.at().truncatedTo(ChronoUnit.SECONDS).toString()));
    return facts;
  }

  private static String digest(String sha256) {
    return sha256.substring(0, Math.min(DIGEST, sha256.length())) + "…";
  }

  private static String micros(Long micros) {
    return micros == null ? "unlimited" : shown(Duration.of(micros, ChronoUnit.MICROS));
  }

  static String age(CommitAge age) {
    if (age == null) {
      return "none yet";
    }
    if (age.unknown() == null) {
      return shown(age.least()) + " ago";
    }
    if (age.most() != null) {
      return "at most " + shown(age.most()) + " ago, as this watch saw it";
    }
    return age.least().isZero()
        ? "unknown: " + age.unknown() + ", or use --watch"
        : "more than " + shown(age.least()) + " ago, as this watch saw it";
  }

  static String shown(Duration duration) {
    if (duration.compareTo(LONG) < 0) {
      return RunFacts.shown(duration);
    }
    return duration.toDays() < 2
        ? "%d h %d min".formatted(duration.toHours(), duration.toMinutesPart())
        : "%d d %d h".formatted(duration.toDays(), duration.toHoursPart());
  }

  private static Grid grid(Status status, boolean isWatched) {
    // Of the outcomes, this is the one that is unusual.
    boolean isRefused = status.counts().refused() > 0;
    List<Grid.Row> rows = new ArrayList<>();
    for (PartitionStatus each : status.partitions()) {
      String first = each.row() == null ? Grid.UNKNOWN : number(each.row().first());
      String next = each.row() == null ? Grid.UNKNOWN : number(each.row().next());
      rows.add(
          Grid.Row.of(
              cells(
                  List.of(Integer.toString(each.partition()), first, next, number(each.end())),
                  outcomes(each.lag(), each.counts(), isRefused),
                  isWatched ? List.of(rate(each.rate())) : List.of())));
    }
    rows.add(
        new Grid.Row(
            cells(
                List.of("total", "", "", ""),
                outcomes(status.lag(), status.counts(), isRefused),
                isWatched ? List.of(rate(status.rate())) : List.of()),
            true,
            true));
    List<String> heads =
        new ArrayList<>(
            List.of(
                "partition",
                "first",
                "next",
                "end",
                "lag",
                "accepted",
                "filtered",
                "late",
                "malformed"));
    if (isRefused) {
      heads.add("refused");
    }
    if (isWatched) {
      heads.add("records/s");
    }
    return new Grid(heads, rows);
  }

  private static List<String> outcomes(long lag, Counts counts, boolean isRefused) {
    List<String> cells = new ArrayList<>();
    cells.add(number(lag));
    cells.add(number(counts.accepted()));
    cells.add(number(counts.filtered()));
    cells.add(number(counts.late()));
    cells.add(number(counts.malformed()));
    if (isRefused) {
      cells.add(number(counts.refused()));
    }
    return cells;
  }

  private static List<Cell> cells(List<String> place, List<String> outcomes, List<String> rate) {
    return Stream.of(place, outcomes, rate).flatMap(List::stream).map(Cell::of).toList();
  }

  private static String rate(Double rate) {
    return rate == null ? Grid.UNKNOWN : number(Math.round(rate));
  }

  /**
   * What the columns of filtered and malformed records consist of: the most frequent, then the
   * rest.
   */
  private static Map<String, List<String>> details(Counts counts) {
    Map<String, List<String>> details = new LinkedHashMap<>();
    for (String outcome : List.of("filtered", "malformed")) {
      List<Map.Entry<String, Long>> shares =
          counts.asMap().entrySet().stream()
              .filter(entry -> entry.getKey().startsWith(outcome + ":"))
              .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
              .toList();
      if (!shares.isEmpty()) {
        details.put(outcome, named(shares, outcome.length() + 1));
      }
    }
    return details;
  }

  private static List<String> named(List<Map.Entry<String, Long>> shares, int prefix) {
    List<String> named = new ArrayList<>();
    for (Map.Entry<String, Long> share : shares.subList(0, Math.min(SHARES, shares.size()))) {
      named.add(share.getKey().substring(prefix) + " " + number(share.getValue()));
    }
    if (shares.size() > SHARES) {
      List<Map.Entry<String, Long>> rest = shares.subList(SHARES, shares.size());
      named.add(
          "%d others %s"
              .formatted(rest.size(), number(rest.stream().mapToLong(Map.Entry::getValue).sum())));
    }
    return named;
  }

  private static List<String> remarks(Status status) {
    List<String> remarks = new ArrayList<>();
    for (PartitionStatus each : status.partitions()) {
      if (each.isGone()) {
        remarks.add(
            "Partition %d: records %s to %s are gone from the log before they were done. An engine ends there with GAP."
                .formatted(each.partition(), number(each.next()), number(each.earliest() - 1)));
      } else if (each.row() == null) {
        remarks.add(
            "Partition %d has no row in the ledger yet; an engine starts it at offset 0."
                .formatted(each.partition()));
      }
    }
    if (status.lag() > 0 && status.partitions().stream().noneMatch(PartitionStatus::isMoved)) {
      remarks.add(
          "No commit has moved this ledger yet. A mode that keeps no ledger, such as flink-jdbc, never"
              + " moves it.");
    }
    return remarks;
  }

  private StatusText() {}
}
