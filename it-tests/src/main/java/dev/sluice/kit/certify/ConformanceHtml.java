// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.certify;

import dev.sluice.kit.certify.TestResult.Result;
import dev.sluice.lab.report.Page;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The report for an audience: {@code conformance.html}, a single page that works offline. */
final class ConformanceHtml {

  private final ConformanceReport report;
  private final Page page;

  private ConformanceHtml(ConformanceReport report) {
    this.report = report;
    this.page = new Page("Sluice: " + report.headline());
  }

  /** Renders the whole page. */
  static String render(ConformanceReport report) {
    return new ConformanceHtml(report).render();
  }

  private String render() {
    page.top(
        "engines tested against the contract",
        "run %s · %s · took %s"
            .formatted(
                report.run(),
                report.startedAt().truncatedTo(ChronoUnit.MINUTES),
                ConformanceReport.minutes(report.elapsed())));
    page.verdict(tone(), sentence(report.headline()), reasons());
    matrix();
    declined();
    failures();
    facts();
    return page.render();
  }

  private Page.Tone tone() {
    if (report.hasFailed()) {
      return Page.Tone.BAD;
    }
    return report.isConformant() ? Page.Tone.GOOD : Page.Tone.OPEN;
  }

  private static String sentence(String text) {
    return text.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + text.substring(1);
  }

  private List<String> reasons() {
    List<String> reasons = new ArrayList<>();
    for (EngineFindings engine : report.engines()) {
      reasons.add(
          "%s %s: %s; %s"
              .formatted(
                  engine.mode(),
                  engine.entry().engine().version(),
                  report.verdict(engine).text(),
                  engine.summary()));
    }
    return reasons;
  }

  private void matrix() {
    page.section("Rule by rule", "The result of each rule's tests on each engine.");
    page.html("<div class=\"scroll\"><table class=\"figures\">\n<thead><tr><th></th>");
    report.engines().forEach(e -> page.html("<th>" + Page.text(e.mode()) + "</th>"));
    page.html("</tr></thead>\n<tbody>\n");
    report
        .rules()
        .forEach(
            (number, title) ->
                row(
                    Page.text(title) + "<a class=\"rule\">R" + number + "</a>",
                    engine -> cell(engine, number)));
    page.html("</tbody>\n<tbody>\n");
    row("engine", e -> td("", e.entry().engine().name() + " " + e.entry().engine().version()));
    row("execution", e -> td("", e.entry().mode().execution()));
    row("time", e -> td("", ConformanceReport.minutes(e.duration())));
    page.html("</tbody>\n</table></div>\n").end();
  }

  private void row(String head, Function<EngineFindings, String> cell) {
    page.html("<tr><th scope=\"row\">" + head + "</th>");
    report.engines().forEach(engine -> page.html(cell.apply(engine)));
    page.html("</tr>\n");
  }

  private static String cell(EngineFindings engine, int rule) {
    Result result = engine.result(rule);
    long passed = engine.of(rule).stream().filter(f -> f.result() == Result.PASS).count();
    String style = result == Result.PASS ? "yes" : result == Result.FAIL ? "no" : "soft";
    String count = passed > 0 && result != Result.FAIL ? " (" + passed + ")" : "";
    return td(style, engine.describe(rule) + count);
  }

  private static String td(String style, String text) {
    return "<td class=\"" + style + "\">" + Page.text(text) + "</td>";
  }

  private void declined() {
    if (report.engines().stream().allMatch(e -> e.entry().mode().declines().isEmpty())) {
      return;
    }
    page.section(
        "Declined",
        "What an engine declares that it cannot do. A test proves each of these (R17).");
    for (EngineFindings engine : report.engines()) {
      engine
          .entry()
          .mode()
          .declines()
          .forEach(
              (capability, reason) ->
                  page.html(
                      "<p><b>%s</b> declines %s: %s</p>\n"
                          .formatted(
                              Page.text(engine.mode()),
                              Page.text(capability.code()),
                              Page.text(reason))));
    }
    page.end();
  }

  private void failures() {
    if (!report.hasFailed()) {
      return;
    }
    page.section("Failures", "Each with the command that runs only that test again.");
    for (EngineFindings engine : report.engines()) {
      engine
          .problems()
          .forEach(p -> page.html("<p>" + Page.text(engine.mode() + ": " + p) + "</p>\n"));
      for (TestResult finding : engine.findings()) {
        if (finding.result() == Result.FAIL) {
          page.html(
              "<h3>%s: %s %s</h3>\n<pre>%s\n\n%s</pre>\n"
                  .formatted(
                      Page.text(engine.mode()),
                      Page.text(finding.test().name()),
                      Page.text(finding.variant()),
                      Page.text(finding.reason()),
                      Page.text(report.repeat(engine, finding))));
        }
      }
    }
    page.end();
  }

  private void facts() {
    page.section("What it ran on", "").html("<dl>\n");
    report.versions().forEach(this::fact);
    fact("Machine", report.machine().cores() + " cores, " + report.machine().cpu());
    fact("System", report.machine().os() + ", Java " + report.machine().java());
    fact("Seed", Long.toString(report.seed()));
    fact("Command", report.command());
    page.html("</dl>\n").end();
  }

  private void fact(String name, String value) {
    page.html("<dt>" + Page.text(name) + "</dt><dd>" + Page.text(value) + "</dd>\n");
  }
}
