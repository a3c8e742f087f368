package dev.sluice.bench.report;

import dev.sluice.lab.report.TextWrap;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A bench as a page of documentation; without charts. */
public final class ReportMarkdown {

  private static final int WIDTH = 140;

  private static final Pattern SPECIAL = Pattern.compile("[\\\\`*<\\[|]");

  /** What would make a line a heading, a list or a quotation. */
  private static final Pattern AT_BEGIN = Pattern.compile("^([-+#>]|\\d+[.)])(?= |$)");

  private final StringBuilder out = new StringBuilder();

  private ReportMarkdown() {}

  /** Where what was written by hand begins; it is kept when the page is made anew. */
  private static final String NOTES = "## Notes, by hand";

  /**
   * The whole page, with the notes at the end of the page that it replaces.
   *
   * @param before that page, or an empty text
   */
  public static String renew(BenchReport report, String before) {
    int notes = before.indexOf(NOTES);
    return notes < 0 ? render(report) : render(report) + "\n" + before.substring(notes);
  }

  /** The whole page. */
  public static String render(BenchReport report) {
    ReportMarkdown page = new ReportMarkdown();
    page.line("# Performance").line("");
    page.line(
        "Made by `%s` on %s; only notes at the end are by hand."
            .formatted(report.command(), report.date()));
    page.line("").paragraph(report.where() + ".");
    if (!report.versions().isEmpty()) {
      page.paragraph(report.with() + ".");
    }
    if (!report.isComplete()) {
      page.paragraph("Not measured yet: " + String.join(", ", report.missing()) + ".");
    }
    page.line("## How it is measured").line("");
    Method.PARAGRAPHS.forEach(page::paragraph);
    page.list("In short", report.findings().stream().flatMap(f -> f.headlines().stream()).toList());
    page.list("What does not count", report.voids());
    report.chapters().stream().filter(each -> !each.isOfCharts()).forEach(page::chapter);
    return page.out.toString().stripTrailing() + "\n";
  }

  private void list(String title, List<String> items) {
    if (!items.isEmpty()) {
      line("## " + title).line("");
      items.forEach(item -> line("- " + inline(item)));
      line("");
    }
  }

  private void chapter(Chapter chapter) {
    line("## " + inline(chapter.title())).line("");
    for (Block block : chapter.blocks()) {
      if (block instanceof Paragraph paragraph) {
        paragraph(paragraph.text());
      } else if (block instanceof Grid grid) {
        table(grid);
      }
    }
  }

  private void paragraph(String text) {
    for (String line : TextWrap.wrap(inline(text), WIDTH)) {
      line(AT_BEGIN.matcher(line).replaceFirst(ReportMarkdown::escapedBegin));
    }
    line("");
  }

  private static String escapedBegin(MatchResult begin) {
    String found = begin.group(1);
    int last = found.length() - 1;
    return found.substring(0, last) + "\\\\" + found.substring(last);
  }

  private void table(Grid grid) {
    row(grid.heads());
    StringBuilder rule = new StringBuilder("|");
    for (int column = 0; column < grid.heads().size(); column++) {
      rule.append(grid.isOfWords(column) ? "---|" : "--:|");
    }
    line(rule.toString());
    grid.rows().forEach(this::row);
    line("");
  }

  private void row(List<String> cells) {
    line(
        cells.stream()
            .map(cell -> cell.isEmpty() ? "" : inline(cell) + " ")
            .collect(Collectors.joining("| ", "| ", "|")));
  }

  /** A text that shows as it is. */
  private static String inline(String text) {
    return SPECIAL.matcher(text.replace('\n', ' ')).replaceAll("\\\\$0");
  }

  private ReportMarkdown line(String text) {
    out.append(text).append('\n');
    return this;
  }
}
