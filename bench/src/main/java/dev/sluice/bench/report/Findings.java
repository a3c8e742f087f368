package dev.sluice.bench.report;

import java.util.List;

/**
 * What a section of the bench found.
 *
 * @param section its name, as {@code bench.json} has it
 * @param chapters for people
 * @param results for machines: records that Jackson can write
 * @param headlines a line each, for the top of the page; few
 * @param voids what does not count, and why, a line each; then the bench has failed
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
   * Those of a section that the quick bench leaves out.
   *
   * @param why a sentence
   */
  public static Findings leftOut(String section, String title, String why) {
    Chapter chapter =
        new Chapter(title, List.of(new Paragraph("Left out of the quick bench: " + why)));
    return new Findings(section, List.of(chapter), List.of(), List.of(), List.of());
  }
}
