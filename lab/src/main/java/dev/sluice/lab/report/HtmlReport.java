// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.report;

import dev.sluice.lab.oracle.OutcomeCounts;
import dev.sluice.model.Reason;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The report as one HTML page, which can also be shown to an audience. */
public final class HtmlReport {

  private static final Map<String, String> HINTS =
      new TreeMap<>(
          Map.of(
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

  /** The whole page. */
  public static String render(CompareReport report) {
    return new HtmlReport(report).render();
  }

  private final CompareReport report;
  private final Page page;

  private HtmlReport(CompareReport report) {
    this.report = report;
    this.page = new Page("Sluice: " + report.verdict().headline());
  }

  private String render() {
    top();
    verdict();
    firstLines();
    HtmlDifferences.append(page, report);
    table();
    outcomes();
    costs();
    facts();
    modules();
    nextSteps();
    return page.render();
  }

  private void top() {
    page.top(
        report.engines().size() == 1
            ? "one pipeline, one engine, one table"
            : "one pipeline, %s engines, one table".formatted(report.engines().size()),
        "run %s · %s UTC · took %s s"
            .formatted(
                report.run(),
                report
                    .startedAt()
                    .truncatedTo(ChronoUnit.SECONDS)
                    .toString()
                    .replaceAll("[TZ]", " ")
                    .strip(),
                Figures.decimal(report.elapsed().toMillis() / 1000.0)));
  }

  private void verdict() {
    Verdict verdict = report.verdict();
    page.verdict(
        verdict.isGood() ? Page.Tone.GOOD : Page.Tone.BAD, verdict.headline(), verdict.reasons());
  }

  private void firstLines() {
    List<String> lines = report.input().firstLines();
    if (!lines.isEmpty()) {
      page.section("What the input starts with", "");
      page.html("<pre>").html(Html.text(String.join("\n", lines))).html("</pre>\n");
      page.end();
    }
  }

  private void table() {
    Figures.Groups groups = Figures.of(report);
    page.section(
        "The table",
        "What every engine found, beside what the oracle found in the same topic; then what it cost.");
    page.html(
        "<div class=\"scroll\"><table class=\"figures\">\n<thead><tr><th></th><th class=\"oracle\">oracle</th>");
    report.engines().forEach(e -> page.html("<th>").html(Html.text(e.name())).html("</th>"));
    page.html("</tr></thead>\n");
    body(groups.found());
    body(groups.cost());
    page.html("</table></div>\n");
    declines();
    page.end();
  }

  private void body(List<Figures.Row> rows) {
    page.html("<tbody>\n");
    for (Figures.Row row : rows) {
      boolean key = "R11".equals(row.rule());
      page.html(key ? "<tr class=\"key\">" : "<tr>")
          .html("<th scope=\"row\">")
          .html(Html.text(row.label()));
      if (!row.rule().isEmpty()) {
        page.html("<a class=\"rule\" href=\"#%1$s\">%1$s</a>".formatted(row.rule()));
      }
      page.html("</th><td class=\"oracle\">").html(Html.text(row.oracle())).html("</td>");
      for (String cell : row.engines()) {
        String style = !key ? "" : cell.startsWith("yes") ? " class=\"yes\"" : " class=\"no\"";
        page.html("<td").html(style).html(">").html(Html.text(cell)).html("</td>");
      }
      page.html("</tr>\n");
    }
    page.html("</tbody>\n");
  }

  private void declines() {
    for (EngineResult engine : report.engines()) {
      for (EngineResult.Decline decline : engine.declines()) {
        page.html("<p class=\"soft\"><b>")
            .html(Html.text(engine.name()))
            .html("</b> declines ")
            .html(Html.text(decline.capability() + ": " + decline.reason()))
            .html("<a class=\"rule\" href=\"#R17\">R17</a></p>\n");
      }
    }
  }

  private void outcomes() {
    OutcomeCounts counts = report.oracle().counts();
    page.section(
        "Where the records went",
        "Each record has exactly one outcome; this is the oracle's count of them.");
    page.html(Charts.funnel(counts)).html("<div class=\"two\">\n<div>");
    Map<String, Long> rules = new TreeMap<>(counts.filteredByRule());
    report.oracle().coverage().rules().forEach(rule -> rules.putIfAbsent(rule, 0L));
    breakdown("Filtered, by rule", rules, counts);
    page.html("</div>\n<div>");
    breakdown("Malformed, by reason", counts.malformedByReason(), counts);
    List<Reason> never = report.oracle().coverage().reasons();
    if (!never.isEmpty()) {
      page.html("<p class=\"soft\">Never occurred: ")
          .html(Html.text(never.stream().map(Reason::code).collect(Collectors.joining(", "))))
          .html("</p>\n");
    }
    page.html("</div>\n</div>\n");
    page.end();
  }

  private void breakdown(String title, Map<String, Long> byName, OutcomeCounts counts) {
    page.html("<h3>").html(title).html("</h3>\n");
    page.html(
        byName.isEmpty()
            ? "<p class=\"soft\">none</p>\n"
            : Charts.counts(title, byName, counts.seen()));
  }

  private void costs() {
    page.section(
        "What it cost",
        "Start-up dominates a run of this size, and the machine is shared with broker and database: the figures describe this run and are not a benchmark of the engines.");
    page.html("<div class=\"two\">\n");
    chart(
        "Start to first commit, lower is better",
        m -> value(m.startToFirstCommitMillis()),
        Figures::startup);
    chart(
        "Events per second at drain, higher is better",
        m -> value(m.eventsPerSecond()),
        Figures::throughput);
    chart("CPU seconds, lower is better", m -> value(m.cpuSeconds()), Figures::cpu);
    chart("Peak memory, lower is better", m -> value(m.peakMemoryBytes()), Figures::memory);
    page.html("</div>\n");
    page.end();
  }

  private void chart(
      String title,
      Function<EngineResult.Measures, Double> value,
      Function<EngineResult.Measures, String> shown) {
    List<Charts.Bar> bars = new ArrayList<>();
    for (EngineResult engine : report.engines()) {
      EngineResult.Measures measures = engine.measures();
      bars.add(new Charts.Bar(engine.name(), value.apply(measures), shown.apply(measures)));
    }
    page.html("<div><h3>").html(title).html("</h3>\n");
    page.html(Charts.bars(title, bars)).html("</div>\n");
  }

  private static double value(Number number) {
    return number == null ? Double.NaN : number.doubleValue();
  }

  private void facts() {
    page.section("What it ran on", "");
    page.html("<dl>\n");
    Facts.of(report)
        .forEach(
            (name, texts) -> {
              page.html("<dt>").html(name).html("</dt><dd>");
              texts.forEach(t -> page.html("<span>").html(Html.text(t)).html("</span>"));
              page.html("</dd>\n");
            });
    page.html("<dt>Report</dt><dd><code>")
        .html(Html.text(report.directory()))
        .html("</code></dd>\n</dl>\n");
    page.end();
  }

  private void modules() {
    page.section(
        "How it is built",
        "The engines differ in how they move records; what a record means is decided once.");
    page.html(Page.resource("modules.svg")).html("<ul class=\"hints\">\n");
    HINTS.keySet().stream()
        .sorted(
            (a, b) ->
                Integer.compare(Integer.parseInt(a.substring(1)), Integer.parseInt(b.substring(1))))
        .forEach(
            rule ->
                page.html(
                    "<li id=\"%1$s\"><b>%1$s</b> %2$s</li>\n"
                        .formatted(rule, Html.text(HINTS.get(rule)))));
    page.html("</ul>\n");
    page.end();
  }

  private void nextSteps() {
    if (report.nextSteps().isEmpty()) {
      return;
    }
    page.section("To look closer", "");
    page.html("<pre>").html(Html.text(String.join("\n", report.nextSteps()))).html("</pre>\n");
    page.end();
  }
}
