// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.certify;

import dev.sluice.kit.certify.TestResult.Result;
import dev.sluice.lab.report.ConsoleTable;
import dev.sluice.lab.report.Style;
import dev.sluice.lab.report.TextWrap;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** The report for a terminal of 100 columns. */
final class ConformanceConsole {

  private static final int LABEL = 40;
  private static final int COLUMN = 14;

  /** More engines do not fit side by side; further ones get a table below. */
  private static final int ENGINES_BESIDE = 4;

  private final ConformanceReport report;
  private final Style style;
  private final StringBuilder out = new StringBuilder();

  private ConformanceConsole(ConformanceReport report, Style style) {
    this.report = report;
    this.style = style;
  }

  /**
   * Renders the matrix and the verdict.
   *
   * @param directory the folder of the full report
   */
  static String render(ConformanceReport report, String directory, Style style) {
    return new ConformanceConsole(report, style).render(directory);
  }

  private String render(String directory) {
    List<EngineFindings> engines = report.engines();
    for (int from = 0; from < engines.size(); from += ENGINES_BESIDE) {
      matrix(engines.subList(from, Math.min(engines.size(), from + ENGINES_BESIDE)));
    }
    for (EngineFindings engine : engines) {
      engine
          .entry()
          .mode()
          .declines()
          .forEach(
              (capability, reason) ->
                  say("%s declines %s: %s".formatted(engine.mode(), capability.code(), reason)));
    }
    for (EngineFindings engine : engines) {
      engine.problems().forEach(problem -> say(engine.mode() + ": " + problem));
      engine.findings().stream()
          .filter(finding -> finding.result() == Result.FAIL)
          .map(finding -> report.repeat(engine, finding))
          .distinct()
          .forEach(repeat -> say("To repeat: " + repeat));
    }
    say("Report: " + directory + "/conformance.html, .md and .json; JUnit's XML in junit");
    line("");
    String headline = report.headline().toUpperCase(Locale.ROOT);
    line(
        style.bold(
            report.hasFailed()
                ? style.bad(headline)
                : report.isConformant() ? style.good(headline) : headline));
    return out.toString();
  }

  private void matrix(List<EngineFindings> engines) {
    line("");
    row("", engines, EngineFindings::mode);
    line(style.dim(style.plain("─".repeat(LABEL + COLUMN * engines.size()))));
    report
        .rules()
        .forEach(
            (number, title) -> {
              // With --only, most rules are not run.
              if (engines.stream().anyMatch(e -> e.result(number) != Result.NOT_RUN)) {
                row(
                    "R%-3d %s".formatted(number, title),
                    engines,
                    engine -> engine.result(number).text());
              }
            });
    line(style.dim(style.plain("─".repeat(LABEL + COLUMN * engines.size()))));
    row("tests passed", engines, engine -> Long.toString(engine.count(Result.PASS)));
    row("tests failed", engines, engine -> Long.toString(engine.count(Result.FAIL)));
    row("tests declined", engines, engine -> Long.toString(engine.count(Result.DECLINED)));
    row("time", engines, engine -> ConformanceReport.minutes(engine.duration()));
    line("");
  }

  private void row(
      String label, List<EngineFindings> engines, Function<EngineFindings, String> cell) {
    StringBuilder row =
        new StringBuilder(TextWrap.left(TextWrap.cut(style.plain(label), LABEL), LABEL));
    for (EngineFindings engine : engines) {
      String text = TextWrap.cut(style.plain(cell.apply(engine)), COLUMN - 1);
      row.append(" ".repeat(COLUMN - text.length())).append(coloured(text));
    }
    line(row.toString());
  }

  private String coloured(String text) {
    if (text.equals(Result.PASS.text())) {
      return style.good(text);
    }
    return text.equals(Result.FAIL.text()) ? style.bad(text) : text;
  }

  private void say(String text) {
    TextWrap.wrap(style.plain(text), ConsoleTable.WIDTH).forEach(this::line);
  }

  private void line(String text) {
    out.append(text).append('\n');
  }
}
