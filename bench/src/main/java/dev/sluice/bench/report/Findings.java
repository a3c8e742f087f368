// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.report;

import dev.sluice.lab.report.Chapter;
import dev.sluice.lab.report.Paragraph;
import java.util.List;

/**
 * The findings of a section of the bench.
 *
 * @param section its name, as in {@code bench.json}
 * @param chapters for readers
 * @param results for programs: records that Jackson can write
 * @param headlines a few lines for the top of the page
 * @param voids the results that do not count, and why, one line each; if there are any, the bench
 *     has failed
 */
public record Findings(
    String section,
    List<Chapter> chapters,
    List<?> results,
    List<String> headlines,
    List<String> voids) {

  public Findings {
    chapters = List.copyOf(chapters);
    results = List.copyOf(results);
    headlines = List.copyOf(headlines);
    voids = List.copyOf(voids);
  }

  /**
   * The findings of a section that the quick bench leaves out.
   *
   * @param why the reason, as a sentence
   */
  public static Findings leftOut(String section, String title, String why) {
    Chapter chapter =
        new Chapter(title, List.of(new Paragraph("Left out of the quick bench: " + why)));
    return new Findings(section, List.of(chapter), List.of(), List.of(), List.of());
  }
}
