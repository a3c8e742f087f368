// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.compare.report;

import static dev.sluice.lab.report.Numbers.number;

import dev.sluice.lab.oracle.OutcomeCounts;
import dev.sluice.lab.report.Block;
import dev.sluice.lab.report.Chapter;
import dev.sluice.lab.report.Code;
import dev.sluice.lab.report.Columns;
import dev.sluice.lab.report.Document;
import dev.sluice.lab.report.Drawing;
import dev.sluice.lab.report.Facts;
import dev.sluice.lab.report.Heading;
import dev.sluice.lab.report.Paragraph;
import dev.sluice.lab.report.chart.BarChart;
import dev.sluice.lab.report.chart.FunnelChart;
import dev.sluice.lab.report.chart.Summary;
import dev.sluice.model.Reason;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Composes the report of a comparison, for a page and for a terminal. */
public final class CompareChapters {

  private static final Facts RULES =
      new Facts(
          rules(
              "R2", "A row's identity is the event's own id, or else its position in the log.",
              "R3", "Every record has exactly one outcome, decided from that record only.",
              "R4",
                  "An event is late if it took longer to arrive than allowed. No watermark decides it.",
              "R7",
                  "Of records with one identity, that with the lowest partition and offset is kept.",
              "R8",
                  "Malformed records are kept with their reason, up to a limit, and never stop a run.",
              "R9", "The ledger is updated in the transaction of the rows that it counts.",
              "R11", "After any crash, the tables are those that the oracle computes.",
              "R17", "An engine declares what it cannot do, and a test proves it."));

  private final CompareReport report;

  private CompareChapters(CompareReport report) {
    this.report = report;
  }

  /** The whole report, for a page. */
  public static Document page(CompareReport report) {
    return new CompareChapters(report).page();
  }

  /** The report for a terminal, without the verdict. */
  public static List<Chapter> console(CompareReport report) {
    return new CompareChapters(report).console();
  }

  private Document page() {
    int engines = report.names().size();
    int sinks = report.sinks().size();
    List<Chapter> chapters = new ArrayList<>();
    if (!report.input().firstLines().isEmpty()) {
      chapters.add(
          new Chapter(
              "What the input starts with",
              List.of(new Code(String.join("\n", report.input().firstLines())))));
    }
    Differences.chapter(report).ifPresent(chapters::add);
    chapters.add(
        new Chapter(
            "The table",
            "What every engine found, beside what the oracle found in the same topic; then what it cost.",
            table()));
    chapters.add(outcomes());
    chapters.add(costs());
    chapters.add(new Chapter("What it ran on", List.of(new Facts(facts("", Map.of())))));
    chapters.add(
        new Chapter(
            "How it is built",
            "The engines differ in how they move records; what a record means is decided once.",
            List.of(new Modules(), RULES)));
    if (!report.nextSteps().isEmpty()) {
      chapters.add(
          new Chapter("To look closer", List.of(new Code(String.join("\n", report.nextSteps())))));
    }
    return new Document(
        "one pipeline, %s, %sone table"
            .formatted(
                engines == 1 ? "one engine" : engines + " engines",
                sinks > 1 ? sinks + " sinks, " : ""),
        report.run(),
        report.verdict().shown(),
        chapters);
  }

  private List<Chapter> console() {
    List<Block> blocks = new ArrayList<>(Figures.grids(report));
    List<String> differences = DifferenceLines.lines(report);
    if (!differences.isEmpty()) {
      blocks.add(new Code(String.join("\n", differences)));
    }
    Map<String, List<String>> facts = facts("/report.html, .md and .json", declines().byName());
    if (!report.nextSteps().isEmpty()) {
      facts.put("Look closer", report.nextSteps());
    }
    blocks.add(new Facts(facts));
    if (!report.input().firstLines().isEmpty()) {
      blocks.add(new Heading("The input starts with:"));
      blocks.add(new Code(String.join("\n", report.input().firstLines())));
    }
    return List.of(new Chapter("", blocks));
  }

  private List<Block> table() {
    Facts declines = declines();
    List<Block> blocks = new ArrayList<>(Figures.grids(report));
    if (!declines.byName().isEmpty()) {
      blocks.add(declines);
    }
    return blocks;
  }

  private Facts declines() {
    Map<String, List<String>> declines = new LinkedHashMap<>();
    for (EngineResult engine : report.engines()) {
      if (!engine.declines().isEmpty()) {
        declines.put(
            engine.label(),
            engine.declines().stream()
                .map(decline -> "declines " + decline.capability() + ": " + decline.reason())
                .toList());
      }
    }
    return new Facts(declines);
  }

  /** The facts of the run, then others, then where the report is. */
  private Map<String, List<String>> facts(String files, Map<String, List<String>> others) {
    Map<String, List<String>> facts = new LinkedHashMap<>(CompareFacts.of(report).byName());
    facts.putAll(others);
    facts.put("Report", List.of(report.directory() + files));
    return facts;
  }

  private Chapter outcomes() {
    OutcomeCounts counts = report.oracle().counts();
    Map<String, Long> rules = new TreeMap<>(counts.filteredByRule());
    report.oracle().coverage().rules().forEach(rule -> rules.putIfAbsent(rule, 0L));
    List<Block> reasons =
        new ArrayList<>(
            breakdown("Malformed, by reason", counts.malformedByReason(), counts.seen()));
    List<Reason> never = report.oracle().coverage().reasons();
    if (!never.isEmpty()) {
      reasons.add(
          new Paragraph(
              "Never occurred: "
                  + never.stream().map(Reason::code).collect(Collectors.joining(", "))));
    }
    return new Chapter(
        "Where the records went",
        "Each record has exactly one outcome; this is the oracle's count of them.",
        List.of(
            funnel(counts),
            new Columns(List.of(breakdown("Filtered, by rule", rules, counts.seen()), reasons))));
  }

  private static FunnelChart funnel(OutcomeCounts counts) {
    long events = counts.seen() - counts.malformed();
    long relevant = events - counts.filtered();
    return new FunnelChart(
        "",
        "Of %s records %s became rows".formatted(counts.seen(), counts.rows()),
        counts.seen(),
        List.of(
            step("records seen", counts.seen(), 0, ""),
            step("are events", events, counts.malformed(), "malformed"),
            step("are relevant", relevant, counts.filtered(), "filtered"),
            step("are in time", counts.accepted(), counts.late(), "late"),
            step("rows", counts.rows(), counts.duplicates(), "duplicates")));
  }

  private static FunnelChart.Step step(String label, long left, long lost, String why) {
    return new FunnelChart.Step(
        label,
        left,
        number(left),
        lost,
        why.isEmpty() ? "" : "− %s %s".formatted(number(lost), why));
  }

  /** A bar and a row for every count, the largest first. */
  private static List<Block> breakdown(String title, Map<String, Long> byName, long whole) {
    if (byName.isEmpty()) {
      return List.of(new Heading(title), new Paragraph("none"));
    }
    List<Map.Entry<String, Long>> sorted =
        byName.entrySet().stream()
            .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
            .toList();
    return List.<Block>of(
        BarChart.half(
            title,
            sorted.stream()
                .map(
                    each ->
                        bar(
                            each.getKey(),
                            each.getValue(),
                            "%s · %s"
                                .formatted(
                                    number(each.getValue()),
                                    Figures.percent(each.getValue(), whole))))
                .toList()));
  }

  private Chapter costs() {
    return new Chapter(
        "What it cost",
        "Start-up dominates a run of this size, and the machine is shared with broker and database: the figures describe this run and are not a benchmark of the engines.",
        List.of(
            new Columns(
                List.of(
                    cost(
                        "Start to first commit, lower is better",
                        EngineResult.Measures::startToFirstCommitMillis,
                        Figures::startup),
                    cost(
                        "Events per second at drain, higher is better",
                        EngineResult.Measures::eventsPerSecond,
                        Figures::throughput),
                    cost(
                        "CPU seconds, lower is better",
                        EngineResult.Measures::cpuSeconds,
                        Figures::cpu),
                    cost(
                        "Peak memory, lower is better",
                        EngineResult.Measures::peakMemoryBytes,
                        Figures::memory)))));
  }

  private List<Block> cost(
      String title,
      Function<EngineResult.Measures, Number> value,
      Function<EngineResult.Measures, String> shown) {
    return List.<Block>of(
        BarChart.half(
            title,
            report.engines().stream()
                .map(e -> bar(e.label(), value.apply(e.measures()), shown.apply(e.measures())))
                .toList()));
  }

  private static BarChart.Bar bar(String label, Number value, String shown) {
    return new BarChart.Bar(
        label, value == null ? null : Summary.of(value.doubleValue()), shown, true);
  }

  private static Map<String, List<String>> rules(String... texts) {
    Map<String, List<String>> rules = new LinkedHashMap<>();
    for (int i = 0; i < texts.length; i += 2) {
      rules.put(texts[i], List.of(texts[i + 1]));
    }
    return rules;
  }

  /** The modules and what flows between them. */
  private record Modules() implements Drawing {
    @Override
    public String title() {
      return "";
    }

    @Override
    public String svg() {
      return Drawing.resource(CompareChapters.class, "modules.svg");
    }
  }
}
