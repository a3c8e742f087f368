package dev.sluice.lab.report;

import dev.sluice.lab.oracle.OutcomeCounts;
import dev.sluice.model.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The report for a room: one self-contained page that opens offline, without scripts. Its own
 * content policy forbids scripts and everything from elsewhere, whatever the data holds.
 */
public final class HtmlReport {

  private static final String CHECK =
      """
      <svg viewBox="0 0 24 24" aria-hidden="true"><circle cx="12" cy="12" r="11" fill="none" \
      stroke="currentColor" stroke-width="1.6"/><path d="M6.5 12.5l3.8 3.8 7.4-8" fill="none" \
      stroke="currentColor" stroke-width="2.4" stroke-linecap="round" stroke-linejoin="round"/></svg>
      """;

  private static final String CROSS =
      """
      <svg viewBox="0 0 24 24" aria-hidden="true"><circle cx="12" cy="12" r="11" fill="none" \
      stroke="currentColor" stroke-width="1.6"/><path d="M7.8 7.8l8.4 8.4M16.2 7.8l-8.4 8.4" \
      fill="none" stroke="currentColor" stroke-width="2.4" stroke-linecap="round"/></svg>
      """;

  private static final Map<String, String> HINTS =
      new TreeMap<>(
          Map.of(
              "R2", "A row's identity is the event's own id, or else its place in the log.",
              "R3", "Every record has exactly one outcome, decided from that record alone.",
              "R4", "Late means: it took longer to arrive than allowed. No watermark decides it.",
              "R7", "Of copies of one identity, the lowest partition and offset stands.",
              "R8",
                  "What is malformed is kept with its reason, up to a limit, and never stops a run.",
              "R9", "The ledger moves in the transaction of the rows that it counts.",
              "R11", "After any crash, the tables are those that the oracle computes.",
              "R17", "What an engine cannot do, it declares, and a test proves it."));

  /** The whole page. */
  public static String render(CompareReport report) {
    return new HtmlReport(report).render();
  }

  private final CompareReport report;
  private final StringBuilder out = new StringBuilder(32_768);

  private HtmlReport(CompareReport report) {
    this.report = report;
  }

  private String render() {
    out.append(
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>Sluice: %s</title>
        <style>
        """
            .formatted(Html.text(report.verdict().headline())));
    out.append(resource("report.css")).append("</style>\n</head>\n<body>\n<main>\n");
    top();
    verdict();
    HtmlDifferences.append(out, report);
    table();
    outcomes();
    costs();
    facts();
    rooms();
    nextSteps();
    return out.append("</main>\n</body>\n</html>\n").toString();
  }

  private void top() {
    out.append(
        "<div class=\"top\"><span><b>Sluice</b> · one pipeline, %s engines, one table</span>"
            .formatted(report.engines().size()));
    out.append(
        "<span>run %s · %s UTC · took %s s</span></div>\n"
            .formatted(
                Html.text(report.run()),
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
    out.append("<section class=\"card verdict%s\">\n".formatted(verdict.isGood() ? "" : " bad"))
        .append(verdict.isGood() ? CHECK : CROSS)
        .append("<div><h1>")
        .append(Html.text(verdict.headline()))
        .append("</h1>\n");
    verdict.reasons().forEach(this::paragraph);
    out.append("</div></section>\n");
  }

  private void table() {
    Figures.Groups groups = Figures.of(report);
    section(
        "The table",
        "What every engine found, beside what the oracle found in the same topic; then what it cost.");
    out.append(
        "<div class=\"scroll\"><table class=\"figures\">\n<thead><tr><th></th><th class=\"oracle\">oracle</th>");
    report.engines().forEach(e -> out.append("<th>").append(Html.text(e.name())).append("</th>"));
    out.append("</tr></thead>\n");
    body(groups.found());
    body(groups.cost());
    out.append("</table></div>\n");
    declines();
    end();
  }

  private void body(List<Figures.Row> rows) {
    out.append("<tbody>\n");
    for (Figures.Row row : rows) {
      boolean key = "R11".equals(row.rule());
      out.append(key ? "<tr class=\"key\">" : "<tr>")
          .append("<th scope=\"row\">")
          .append(Html.text(row.label()));
      if (!row.rule().isEmpty()) {
        out.append("<a class=\"rule\" href=\"#%1$s\">%1$s</a>".formatted(row.rule()));
      }
      out.append("</th><td class=\"oracle\">").append(Html.text(row.oracle())).append("</td>");
      for (String cell : row.engines()) {
        String style = !key ? "" : cell.startsWith("yes") ? " class=\"yes\"" : " class=\"no\"";
        out.append("<td").append(style).append('>').append(Html.text(cell)).append("</td>");
      }
      out.append("</tr>\n");
    }
    out.append("</tbody>\n");
  }

  private void declines() {
    for (EngineResult engine : report.engines()) {
      for (EngineResult.Decline decline : engine.declines()) {
        out.append("<p class=\"soft\"><b>")
            .append(Html.text(engine.name()))
            .append("</b> declines ")
            .append(Html.text(decline.capability() + ": " + decline.reason()))
            .append("<a class=\"rule\" href=\"#R17\">R17</a></p>\n");
      }
    }
  }

  private void outcomes() {
    OutcomeCounts counts = report.oracle().counts();
    section(
        "Where the records went",
        "Each record has exactly one outcome; this is the oracle's count of them.");
    out.append(Charts.funnel(counts)).append("<div class=\"two\">\n<div>");
    Map<String, Long> rules = new TreeMap<>(counts.filteredByRule());
    report.oracle().coverage().rules().forEach(rule -> rules.putIfAbsent(rule, 0L));
    breakdown("Filtered, by rule", rules, counts);
    out.append("</div>\n<div>");
    breakdown("Malformed, by reason", counts.malformedByReason(), counts);
    List<Reason> never = report.oracle().coverage().reasons();
    if (!never.isEmpty()) {
      out.append("<p class=\"soft\">Never occurred: ")
          .append(Html.text(never.stream().map(Reason::code).collect(Collectors.joining(", "))))
          .append("</p>\n");
    }
    out.append("</div>\n</div>\n");
    end();
  }

  private void breakdown(String title, Map<String, Long> byName, OutcomeCounts counts) {
    out.append("<h3>").append(title).append("</h3>\n");
    out.append(
        byName.isEmpty()
            ? "<p class=\"soft\">none</p>\n"
            : Charts.counts(title, byName, counts.seen()));
  }

  private void costs() {
    section(
        "What it cost",
        "A run of this size is dominated by start-up, on a machine shared with broker and database: read it as what this run took, not as a benchmark of the engines.");
    out.append("<div class=\"two\">\n");
    chart(
        "Start to first row, less is better",
        m -> value(m.startupToFirstRowMillis()),
        Figures::startup);
    chart(
        "Events per second at drain, more is better",
        m -> value(m.eventsPerSecond()),
        Figures::throughput);
    chart("CPU seconds, less is better", m -> value(m.cpuSeconds()), Figures::cpu);
    chart("Peak memory, less is better", m -> value(m.peakMemoryBytes()), Figures::memory);
    out.append("</div>\n");
    end();
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
    out.append("<div><h3>").append(title).append("</h3>\n");
    out.append(Charts.bars(title, bars)).append("</div>\n");
  }

  private static double value(Number number) {
    return number == null ? Double.NaN : number.doubleValue();
  }

  private void facts() {
    section("What it ran on", "");
    out.append("<dl>\n");
    Facts.of(report)
        .forEach(
            (name, texts) -> {
              out.append("<dt>").append(name).append("</dt><dd>");
              texts.forEach(t -> out.append("<span>").append(Html.text(t)).append("</span>"));
              out.append("</dd>\n");
            });
    out.append("<dt>Report</dt><dd><code>")
        .append(Html.text(report.directory()))
        .append("</code></dd>\n</dl>\n");
    end();
  }

  private void rooms() {
    section(
        "How it is built",
        "The engines differ in how they move records; what a record means is decided once.");
    out.append(resource("rooms.svg")).append("<ul class=\"hints\">\n");
    HINTS.keySet().stream()
        .sorted(
            (a, b) ->
                Integer.compare(Integer.parseInt(a.substring(1)), Integer.parseInt(b.substring(1))))
        .forEach(
            rule ->
                out.append(
                    "<li id=\"%1$s\"><b>%1$s</b> %2$s</li>\n"
                        .formatted(rule, Html.text(HINTS.get(rule)))));
    out.append("</ul>\n");
    end();
  }

  private void nextSteps() {
    if (report.nextSteps().isEmpty()) {
      return;
    }
    section("To look closer", "");
    out.append("<pre>").append(Html.text(String.join("\n", report.nextSteps()))).append("</pre>\n");
    end();
  }

  private void section(String title, String intent) {
    out.append("<section class=\"card\">\n<h2>").append(title).append("</h2>\n");
    if (!intent.isEmpty()) {
      out.append("<p class=\"soft\">").append(intent).append("</p>\n");
    }
  }

  private void paragraph(String text) {
    out.append("<p>").append(Html.text(text)).append("</p>\n");
  }

  private void end() {
    out.append("</section>\n");
  }

  private static String resource(String name) {
    try (InputStream in = HtmlReport.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the resource " + name + " is missing from the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
