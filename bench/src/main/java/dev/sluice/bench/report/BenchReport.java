// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.lab.report.Block;
import dev.sluice.lab.report.Chapter;
import dev.sluice.lab.report.ConsoleReport;
import dev.sluice.lab.report.Document;
import dev.sluice.lab.report.Facts;
import dev.sluice.lab.report.Headline;
import dev.sluice.lab.report.HtmlReport;
import dev.sluice.lab.report.Items;
import dev.sluice.lab.report.JsonReport;
import dev.sluice.lab.report.MarkdownReport;
import dev.sluice.lab.report.Paragraph;
import dev.sluice.lab.report.PrettyJson;
import dev.sluice.lab.report.RunFacts;
import dev.sluice.lab.report.Style;
import dev.sluice.lab.report.Tone;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A bench, or the part of it that is done so far.
 *
 * @param run the facts that every report shows
 * @param plan the requested settings, by option; values that Jackson can write
 * @param sections all requested sections
 * @param findings the findings of the sections that are done
 */
public record BenchReport(
    RunFacts run, Map<String, Object> plan, List<String> sections, List<Findings> findings) {

  /** The version of the keys in {@code bench.json}, and their meaning. */
  private static final int SCHEMA_VERSION = 2;

  /** The most results that do not count in the verdict; more than that get a separate list. */
  private static final int SHOWN_VOIDS = 3;

  /** The heading of notes written by hand, which are kept when the page is generated again. */
  private static final String NOTES = "## Notes, by hand";

  private static final ObjectMapper JSON = new ObjectMapper();

  public BenchReport {
    plan = Collections.unmodifiableMap(new LinkedHashMap<>(plan));
    sections = List.copyOf(sections);
    findings = List.copyOf(findings);
  }

  /** The results that do not count, each prefixed by its section's name. */
  public List<String> voids() {
    return findings.stream()
        .flatMap(each -> each.voids().stream().map(text -> each.section() + ": " + text))
        .toList();
  }

  /** For an audience: one HTML page that opens offline. */
  public String html() {
    List<Chapter> chapters = new ArrayList<>(this.chapters());
    chapters.add(method());
    return HtmlReport.render(document(chapters));
  }

  /**
   * As a page of documentation, with the notes at the end of the page that it replaces.
   *
   * @param before the page that it replaces, or an empty text
   */
  public String markdown(String before) {
    List<Chapter> chapters = new ArrayList<>();
    chapters.add(method());
    chapters.addAll(this.chapters());
    String page =
        MarkdownReport.render(
            "Performance data",
            MarkdownReport.madeBy(run) + "; only the notes at the end\nare written by hand.",
            document(chapters));
    int notes = before.indexOf(NOTES);
    return notes < 0 ? page : page + "\n" + before.substring(notes);
  }

  /** For programs: every single result, in an array for each section. */
  public String json() {
    ObjectNode root = JsonReport.of(SCHEMA_VERSION, run);
    root.set("plan", JSON.valueToTree(plan));
    root.set("missing", JSON.valueToTree(missing()));
    root.set("voids", JSON.valueToTree(voids()));
    for (Findings each : findings) {
      root.set(each.section(), JSON.valueToTree(each.results()));
    }
    return PrettyJson.text(root);
  }

  /** For a terminal: the headlines, and the results that do not count. */
  public String console(Style style) {
    return ConsoleReport.render(headline(), style);
  }

  private Document document(List<Chapter> chapters) {
    return new Document("what the engines cost", run, headline(), chapters);
  }

  private List<Chapter> chapters() {
    List<Chapter> chapters = new ArrayList<>();
    if (voids().size() > SHOWN_VOIDS) {
      chapters.add(new Chapter("Results that do not count", List.of(new Items(voids()))));
    }
    findings.forEach(each -> chapters.addAll(each.chapters()));
    return chapters;
  }

  private Chapter method() {
    List<Block> blocks = new ArrayList<>();
    Method.PARAGRAPHS.forEach(text -> blocks.add(new Paragraph(text)));
    Map<String, List<String>> facts = new LinkedHashMap<>(run.facts());
    facts.put("Command", List.of(run.command()));
    blocks.add(new Facts(facts));
    return new Chapter("How it was measured", blocks);
  }

  private Headline headline() {
    List<String> voids = voids();
    List<String> reasons = new ArrayList<>();
    findings.forEach(each -> reasons.addAll(each.headlines()));
    voids.stream().limit(SHOWN_VOIDS).forEach(reasons::add);
    if (voids.size() > SHOWN_VOIDS) {
      reasons.add(
          String.format(
              Locale.ROOT,
              "and %,d more, listed as results that do not count",
              voids.size() - SHOWN_VOIDS));
    }
    if (!missing().isEmpty()) {
      reasons.add("Not measured yet: " + String.join(", ", missing()));
    }
    return new Headline(
        !voids.isEmpty() ? Tone.BAD : missing().isEmpty() ? Tone.GOOD : Tone.SOFT,
        headline(voids.size()),
        reasons);
  }

  private String headline(int voids) {
    if (voids > 0) {
      return voids == 1
          ? "One result does not count"
          : String.format(Locale.ROOT, "%,d results do not count", voids);
    }
    return missing().isEmpty()
        ? "Every result counts"
        : "%d of %d sections so far".formatted(findings.size(), sections.size());
  }

  /** The sections that are not done yet. */
  private List<String> missing() {
    List<String> done = findings.stream().map(Findings::section).toList();
    return sections.stream().filter(name -> !done.contains(name)).toList();
  }
}
