// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.report;

import dev.sluice.lab.report.chart.SampleCharts;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A small report, with a block of each kind. */
final class SampleDocument {

  static final Grid GRID =
      Grid.of(
          List.of("", "events/s", "what it is"),
          List.of(List.of("flink", "1,234", "tuned"), List.of("a|b", Grid.UNKNOWN, "stock <b>")));

  static final List<Chapter> CHAPTERS =
      List.of(
          new Chapter("Drains", List.of(new Paragraph("Each once."), SampleCharts.BARS, GRID)),
          new Chapter("Only seen", List.of(SampleCharts.LINES, SampleCharts.STACKS)));

  static final Chapter BLOCKS = new Chapter("", blocks());

  static final RunFacts RUN =
      new RunFacts(
          "bench-1",
          "./sluice bench",
          Instant.parse("2026-01-02T03:04:05Z"),
          Duration.ofMillis(61_500),
          new Machine(2, 8L << 30, "Linux 6 amd64", "17 (Some)", "Some CPU"),
          Map.of("flink", "2.1"));

  static Document of(Tone tone, List<Chapter> chapters) {
    return new Document(
        "what it <costs>", RUN, new Headline(tone, "A verdict", List.of("1 > 0")), chapters);
  }

  private static List<Block> blocks() {
    Map<String, List<String>> facts = new LinkedHashMap<>();
    facts.put("Names", List.of("one", "two"));
    facts.put("R9", List.of("the <rule>"));
    return List.of(
        new Heading("# not a heading"),
        new Items(List.of("of *two*", "items")),
        new Code("a < b\n  | c"),
        new Facts(facts),
        new Columns(List.of(List.of(new Paragraph("left")), List.of(new Paragraph("right")))));
  }

  private SampleDocument() {}
}
