// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.report;

import dev.sluice.lab.report.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Renders a bench for an audience: one HTML page that opens offline. */
public final class ReportHtml {

  /** The most results that do not count in the verdict; more than that get a separate list. */
  private static final int SHOWN_VOIDS = 3;

  private final BenchReport report;
  private final Page page = new Page("Sluice: what the engines cost");

  private ReportHtml(BenchReport report) {
    this.report = report;
  }

  /** The whole page. */
  public static String render(BenchReport report) {
    return new ReportHtml(report).render();
  }

  private String render() {
    page.top("what the engines cost", report.date().replaceAll("[TZ]", " ").strip() + " UTC");
    verdict();
    voids();
    report.chapters().forEach(this::chapter);
    page.section("How it was measured", "");
    Method.PARAGRAPHS.forEach(this::paragraph);
    paragraph(report.where() + ".");
    if (!report.versions().isEmpty()) {
      paragraph(report.with() + ".");
    }
    page.html("<pre>" + Page.text(report.command()) + "</pre>\n").end();
    return page.render();
  }

  private void verdict() {
    List<String> voids = report.voids();
    List<String> reasons = new ArrayList<>();
    report.findings().forEach(each -> reasons.addAll(each.headlines()));
    voids.stream().limit(SHOWN_VOIDS).forEach(reasons::add);
    if (voids.size() > SHOWN_VOIDS) {
      reasons.add(
          String.format(Locale.ROOT, "and %,d more, listed below", voids.size() - SHOWN_VOIDS));
    }
    if (!report.isComplete()) {
      reasons.add("Not measured yet: " + String.join(", ", report.missing()));
    }
    page.verdict(tone(), headline(voids.size()), reasons);
  }

  private Page.Tone tone() {
    if (!report.voids().isEmpty()) {
      return Page.Tone.BAD;
    }
    return report.isComplete() ? Page.Tone.GOOD : Page.Tone.OPEN;
  }

  private String headline(int voids) {
    if (voids > 0) {
      return voids == 1
          ? "One result does not count"
          : String.format(Locale.ROOT, "%,d results do not count", voids);
    }
    return report.isComplete()
        ? "Every result counts"
        : "%d of %d sections so far".formatted(report.findings().size(), report.sections().size());
  }

  private void voids() {
    if (report.voids().size() > SHOWN_VOIDS) {
      page.section("Results that do not count", "").html("<ul>\n");
      report.voids().forEach(each -> page.html("<li>" + Page.text(each) + "</li>\n"));
      page.html("</ul>\n").end();
    }
  }

  private void chapter(Chapter chapter) {
    page.section(chapter.title(), "");
    for (Block block : chapter.blocks()) {
      if (block instanceof Paragraph paragraph) {
        paragraph(paragraph.text());
      } else if (block instanceof Grid grid) {
        table(grid);
      } else if (block instanceof Chart chart) {
        page.html("<h3>" + Page.text(SvgCharts.title(chart)) + "</h3>\n")
            .html(SvgCharts.draw(chart));
      }
    }
    page.end();
  }

  private void paragraph(String text) {
    page.html("<p>" + Page.text(text) + "</p>\n");
  }

  private void table(Grid grid) {
    page.html("<div class=\"scroll\"><table class=\"grid\">\n<thead><tr>");
    for (int column = 0; column < grid.heads().size(); column++) {
      cell("th scope=\"col\"", "th", column, grid, grid.heads().get(column));
    }
    page.html("</tr></thead>\n<tbody>\n");
    for (List<String> row : grid.rows()) {
      page.html("<tr>");
      for (int column = 0; column < row.size(); column++) {
        String tag = column == 0 ? "th" : "td";
        cell(column == 0 ? "th scope=\"row\"" : "td", tag, column, grid, row.get(column));
      }
      page.html("</tr>\n");
    }
    page.html("</tbody>\n</table></div>\n");
  }

  private void cell(String open, String tag, int column, Grid grid, String text) {
    String words = grid.isOfWords(column) ? " class=\"words\"" : "";
    page.html("<%s%s>%s</%s>".formatted(open, words, Page.text(text), tag));
  }
}
