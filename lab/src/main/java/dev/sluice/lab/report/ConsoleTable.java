// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The report for a terminal: one column per engine, what differs, the facts, and the verdict. No
 * line is wider than {@link #WIDTH} characters.
 */
public final class ConsoleTable {

  /** The widest line. */
  public static final int WIDTH = 100;

  private static final int LABEL = 20;
  private static final int GAP = 2;

  /** More columns would be too narrow for their numbers; further engines get a table below. */
  private static final int ENGINES_BESIDE = 4;

  /** The whole report, ending in a line feed. */
  public static String render(CompareReport report, Style style) {
    return new ConsoleTable(report, style).render();
  }

  private final CompareReport report;
  private final Style style;
  private final StringBuilder out = new StringBuilder();

  private ConsoleTable(CompareReport report, Style style) {
    this.report = report;
    this.style = style;
  }

  private String render() {
    Figures.Groups groups = Figures.of(report);
    int engines = report.engines().size();
    for (int from = 0; from < engines; from += ENGINES_BESIDE) {
      table(groups, from, Math.min(engines, from + ENGINES_BESIDE));
    }
    ConsoleDifferences.lines(report, WIDTH).forEach(line -> line(style.plain(line)));
    Map<String, List<String>> facts = Facts.of(report);
    facts.forEach((name, texts) -> fact(name, String.join(" · ", texts)));
    for (EngineResult engine : report.engines()) {
      for (EngineResult.Decline decline : engine.declines()) {
        fact(engine.name(), "declines " + decline.capability() + ": " + decline.reason());
      }
    }
    fact("Report", report.directory() + "/report.html and report.json");
    for (String step : report.nextSteps()) {
      fact("Look closer", step);
    }
    line("");
    verdict();
    return out.toString();
  }

  private void verdict() {
    Verdict verdict = report.verdict();
    String headline = style.plain(verdict.headline().toUpperCase(Locale.ROOT));
    line(style.bold(verdict.isGood() ? style.good(headline) : style.bad(headline)));
    for (String reason : verdict.reasons()) {
      TextWrap.wrap(style.plain(reason), WIDTH).forEach(this::line);
    }
    if (!report.input().firstLines().isEmpty()) {
      line("The input starts with:");
      for (String text : report.input().firstLines()) {
        line(style.plain(TextWrap.cut("  " + text, WIDTH)));
      }
    }
  }

  private void table(Figures.Groups groups, int from, int to) {
    List<String> names = report.engines().subList(from, to).stream().map(e -> e.name()).toList();
    List<Figures.Row> rows = new ArrayList<>();
    rows.add(new Figures.Row("", "", "oracle", names));
    groups.found().forEach(row -> rows.add(part(row, from, to)));
    int heading = rows.size();
    groups.cost().forEach(row -> rows.add(part(row, from, to)));
    int width = columnWidth(rows, to - from + 1);
    String rule = style.dim(style.plain("─".repeat(LABEL + (to - from + 1) * (width + GAP))));
    for (int i = 0; i < rows.size(); i++) {
      if (i == 1 || i == heading) {
        line(rule);
      }
      row(rows.get(i), width, i == 0);
    }
    line("");
  }

  private static Figures.Row part(Figures.Row row, int from, int to) {
    return new Figures.Row(row.label(), row.rule(), row.oracle(), row.engines().subList(from, to));
  }

  private static int columnWidth(List<Figures.Row> rows, int columns) {
    int most = (WIDTH - LABEL) / columns - GAP;
    int wanted =
        rows.stream().flatMap(row -> cells(row).stream()).mapToInt(String::length).max().orElse(0);
    return Math.min(most, wanted);
  }

  private static List<String> cells(Figures.Row row) {
    List<String> cells = new ArrayList<>();
    cells.add(row.oracle());
    cells.addAll(row.engines());
    return cells;
  }

  /** One row of the table, of as many lines as its longest cell needs. */
  private void row(Figures.Row row, int width, boolean heading) {
    List<List<String>> cells =
        cells(row).stream().map(cell -> TextWrap.wrap(style.plain(cell), width)).toList();
    int height = cells.stream().mapToInt(List::size).max().orElse(1);
    for (int i = 0; i < height; i++) {
      StringBuilder line = new StringBuilder(TextWrap.left(i == 0 ? row.label() : "", LABEL));
      for (List<String> cell : cells) {
        String text = i < cell.size() ? cell.get(i) : "";
        line.append(" ".repeat(GAP))
            .append(TextWrap.right("", width - text.length()))
            .append(coloured(row, String.join(" ", cell), text, heading));
      }
      line(line.toString().stripTrailing());
    }
  }

  private String coloured(Figures.Row row, String cell, String text, boolean heading) {
    if (heading) {
      return style.bold(text);
    }
    boolean verdict = "R11".equals(row.rule());
    if (verdict && cell.startsWith("yes")) {
      return style.good(text);
    }
    return verdict && (cell.startsWith("no") || "FAILED".equals(cell)) ? style.bad(text) : text;
  }

  private void fact(String name, String text) {
    String indent = TextWrap.left(TextWrap.cut(style.plain(name), LABEL - GAP), LABEL - GAP);
    for (String line : TextWrap.wrap(style.plain(text), WIDTH - indent.length())) {
      line(style.bold(indent) + line);
      indent = " ".repeat(indent.length());
    }
  }

  private void line(String text) {
    out.append(text).append('\n');
  }
}
