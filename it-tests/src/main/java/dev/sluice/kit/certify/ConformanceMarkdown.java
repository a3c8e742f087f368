package dev.sluice.kit.certify;

import dev.sluice.kit.certify.TestResult.Result;
import dev.sluice.kit.contract.TestFacts;
import dev.sluice.lab.engine.Capability;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The verdict as a page of documentation: {@code conformance.md}. */
final class ConformanceMarkdown {

  private final ConformanceReport report;
  private final StringBuilder out = new StringBuilder();

  private ConformanceMarkdown(ConformanceReport report) {
    this.report = report;
  }

  /** The whole page. */
  static String render(ConformanceReport report) {
    ConformanceMarkdown page = new ConformanceMarkdown(report);
    page.head();
    page.matrix();
    page.declined();
    page.failures();
    page.notRun();
    page.tests();
    return page.out.toString();
  }

  private void head() {
    line("# Conformance");
    line("");
    line(
        "Made by `%s` on %s; not edited by hand. [The contract](contract.md) says what the rules mean,"
            .formatted(report.command(), report.startedAt().truncatedTo(ChronoUnit.MINUTES)));
    line(
        "[joining](joining.md) how another engine is held to them, and [saboteurs](saboteurs.md) how the kit itself is tested.");
    line("");
    line(
        "Run with %s; seed %d; %d cores, %s, Java %s; %s in all."
            .formatted(
                report.versions().entrySet().stream()
                    .map(version -> version.getKey() + " " + version.getValue())
                    .collect(Collectors.joining(", ")),
                report.seed(),
                report.machine().cores(),
                report.machine().os(),
                report.machine().java(),
                ConformanceReport.minutes(report.elapsed())));
    line("");
  }

  private void matrix() {
    row("", EngineFindings::mode);
    line("|---" + "|---".repeat(report.engines().size()) + "|");
    row("engine", e -> e.entry().engine().name() + " " + e.entry().engine().version());
    row("execution", e -> e.entry().mode().execution());
    row("**verdict**", e -> "**" + report.verdict(e).text() + "**");
    report
        .rules()
        .forEach(
            (number, title) -> row("R" + number + ": " + title, engine -> cell(engine, number)));
    row("tests", EngineFindings::summary);
    row("time", e -> ConformanceReport.minutes(e.duration()));
    line("");
  }

  private static String cell(EngineFindings engine, int rule) {
    String text = engine.describe(rule);
    return engine.result(rule) == Result.FAIL ? "**" + text + "**" : text;
  }

  private void declined() {
    List<String> lines = new ArrayList<>();
    for (EngineFindings engine : report.engines()) {
      engine
          .entry()
          .mode()
          .declines()
          .entrySet()
          .forEach(
              decline ->
                  lines.add(
                      "| %s | %s | %s | %s |"
                          .formatted(
                              engine.mode(),
                              decline.getKey().code(),
                              cell(decline.getValue()),
                              proof(engine, decline.getKey()))));
    }
    if (!lines.isEmpty()) {
      line("## Declined");
      line("");
      line(
          "What an engine cannot do it says in its descriptor, with the reason, and a test proves the no (R17).");
      line("");
      line("| engine | capability | reason | proof |");
      line("|---|---|---|---|");
      lines.forEach(this::line);
      line("");
    }
  }

  private static String proof(EngineFindings engine, Capability capability) {
    return engine.findings().stream()
        .filter(f -> f.test().kind() == TestFacts.Kind.PROOF)
        .filter(f -> f.test().capabilities().contains(capability))
        .map(f -> "`" + f.test().name() + "`: " + f.result().text())
        .distinct()
        .collect(Collectors.joining(", "));
  }

  private void failures() {
    List<String> lines = new ArrayList<>();
    for (EngineFindings engine : report.engines()) {
      engine.problems().forEach(problem -> lines.add("- " + engine.mode() + ": " + cell(problem)));
      for (TestResult finding : engine.findings()) {
        if (finding.result() == Result.FAIL) {
          lines.add(
              "- %s, `%s` %s: %s; to repeat: `%s`"
                  .formatted(
                      engine.mode(),
                      finding.test().name(),
                      finding.variant(),
                      cell(finding.reason().lines().findFirst().orElse("")),
                      report.repeat(engine, finding)));
        }
      }
    }
    if (!lines.isEmpty()) {
      line("## Failures");
      line("");
      lines.forEach(this::line);
      line("");
    }
  }

  private void notRun() {
    List<String> lines = new ArrayList<>();
    for (EngineFindings engine : report.engines()) {
      for (TestResult finding : engine.findings()) {
        if (finding.result() == Result.NOT_RUN) {
          lines.add(
              "- %s, `%s` %s: %s"
                  .formatted(
                      engine.mode(),
                      finding.test().name(),
                      finding.variant(),
                      cell(finding.reason().lines().findFirst().orElse("no reason was given"))));
        }
      }
    }
    if (!lines.isEmpty()) {
      line("## Not run");
      line("");
      lines.forEach(this::line);
      line("");
    }
  }

  private void tests() {
    line("## Tests");
    line("");
    line(
        "`required`: of every engine. `optional`: of every engine that does not decline the capability. `proof`: of every engine that does.");
    line("");
    row("test", "kind", EngineFindings::mode);
    line("|---|---" + "|---".repeat(report.engines().size()) + "|");
    for (TestFacts test : report.tests()) {
      row(
          "`" + test.name() + "`",
          kind(test),
          engine ->
              engine.findings().stream().noneMatch(f -> f.test().equals(test))
                  ? "–"
                  : engine.result(test.name()).text());
    }
  }

  private static String kind(TestFacts test) {
    String kind = test.kind().name().toLowerCase(Locale.ROOT);
    return test.capabilities().isEmpty()
        ? kind
        : kind
            + ": "
            + test.capabilities().stream().map(Capability::code).collect(Collectors.joining(", "));
  }

  private void row(String first, Function<EngineFindings, String> each) {
    line("| " + first + " | " + cells(each) + " |");
  }

  private void row(String first, String second, Function<EngineFindings, String> each) {
    line("| " + first + " | " + second + " | " + cells(each) + " |");
  }

  private String cells(Function<EngineFindings, String> each) {
    return report.engines().stream().map(each).collect(Collectors.joining(" | "));
  }

  private void line(String text) {
    out.append(text).append('\n');
  }

  /** A text that stays within its cell. */
  private static String cell(String text) {
    return text.replace("|", "\\|").replace("\n", " ").replace("<", "&lt;");
  }
}
