// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.report;

import dev.sluice.lab.report.Style;
import dev.sluice.lab.report.TextWrap;
import java.util.ArrayList;
import java.util.List;

/** Renders findings for a terminal of 100 columns, without charts. */
public final class ReportConsole {

  private static final int WIDTH = 100;

  /** A section's chapters. */
  public static String render(Findings findings, Style style) {
    List<String> lines = new ArrayList<>();
    for (Chapter chapter : findings.chapters()) {
      if (chapter.isOfCharts()) {
        continue;
      }
      lines.add("");
      wrap(chapter.title()).forEach(line -> lines.add(style.bold(style.plain(line))));
      for (Block block : chapter.blocks()) {
        if (block instanceof Paragraph paragraph) {
          lines.add("");
          wrap(paragraph.text()).forEach(line -> lines.add(style.plain(line)));
        } else if (block instanceof Grid grid) {
          lines.add("");
          lines.addAll(GridText.lines(grid, WIDTH, style));
        }
      }
    }
    return text(lines);
  }

  /** The summary: the headlines, and the results that do not count. */
  public static String summary(BenchReport report, Style style) {
    List<String> lines = new ArrayList<>();
    report.findings().stream()
        .flatMap(each -> each.headlines().stream())
        .forEach(headline -> lines.addAll(wrap(headline)));
    lines.replaceAll(style::plain);
    if (!lines.isEmpty()) {
      lines.add(0, "");
    }
    List<String> voids = new ArrayList<>();
    report.voids().forEach(each -> voids.addAll(wrap("VOID: " + each)));
    if (!voids.isEmpty()) {
      lines.add("");
      voids.forEach(line -> lines.add(style.bad(style.plain(line))));
    }
    return text(lines);
  }

  private static List<String> wrap(String text) {
    return TextWrap.wrap(text, WIDTH);
  }

  private static String text(List<String> lines) {
    return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
  }

  private ReportConsole() {}
}
