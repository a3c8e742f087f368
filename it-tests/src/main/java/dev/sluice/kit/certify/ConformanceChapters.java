// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.certify;

import dev.sluice.kit.certify.TestResult.Result;
import dev.sluice.kit.contract.TestFacts;
import dev.sluice.lab.engine.Capability;
import dev.sluice.lab.report.Block;
import dev.sluice.lab.report.Chapter;
import dev.sluice.lab.report.Code;
import dev.sluice.lab.report.Document;
import dev.sluice.lab.report.Facts;
import dev.sluice.lab.report.Grid;
import dev.sluice.lab.report.Heading;
import dev.sluice.lab.report.Headline;
import dev.sluice.lab.report.Items;
import dev.sluice.lab.report.MarkdownReport;
import dev.sluice.lab.report.RunFacts;
import dev.sluice.lab.report.Tone;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Composes the report of a certification for pages and for a terminal. */
final class ConformanceChapters {

  private final ConformanceReport report;

  private ConformanceChapters(ConformanceReport report) {
    this.report = report;
  }

  /** The whole report, for a page. */
  static Document page(ConformanceReport report) {
    ConformanceChapters of = new ConformanceChapters(report);
    List<Chapter> chapters = new ArrayList<>();
    chapters.add(
        new Chapter(
            "Rule by rule",
            "The result of each rule's tests on each engine.",
            List.of(of.matrix(report.rules().keySet().stream().toList(), true))));
    chapter(
        chapters,
        "Declined",
        "An engine declares in its descriptor what it cannot do, with the reason. A test proves each of these (R17).",
        of.declined());
    chapter(
        chapters,
        "Failures",
        "Each with the command that runs only that test again.",
        of.failures());
    chapter(chapters, "Not run", "", of.notRun());
    chapters.add(
        new Chapter(
            "Tests",
            "required: for every engine. optional: for every engine that does not decline the capability. proof: for every engine that declines it.",
            List.of(of.tests())));
    chapters.add(new Chapter("What it ran on", List.of(of.facts())));
    return new Document(
        "engines tested against the contract", report.run(), headline(report), chapters);
  }

  /** The whole report as a page of documentation. */
  static String markdown(ConformanceReport report) {
    return MarkdownReport.render(
        "Conformance",
        MarkdownReport.madeBy(report.run())
            + "; do not edit.\n[The contract](contract.md) explains the rules, [joining](joining.md) how to test another\n"
            + "engine against them, and [saboteurs](saboteurs.md) how the kit itself is tested.",
        page(report));
  }

  /**
   * The report for a terminal, without the verdict.
   *
   * @param directory the folder of the full report
   */
  static List<Chapter> console(ConformanceReport report, String directory) {
    ConformanceChapters of = new ConformanceChapters(report);
    List<Block> blocks = new ArrayList<>();
    blocks.add(of.matrix(of.rulesThatRan(), false));
    Map<String, List<String>> facts = new LinkedHashMap<>();
    report.engines().forEach(engine -> facts.put(engine.mode(), declines(engine)));
    facts.values().removeIf(List::isEmpty);
    facts.put(
        "Report", List.of(directory + "/conformance.html, .md and .json; JUnit's XML in junit"));
    blocks.addAll(of.failures());
    blocks.add(new Facts(facts));
    return List.of(new Chapter("", blocks));
  }

  private static void chapter(
      List<Chapter> chapters, String title, String intent, List<Block> blocks) {
    if (!blocks.isEmpty()) {
      chapters.add(new Chapter(title, intent, blocks));
    }
  }

  /** The verdict on all engines, with one on each as the reasons. */
  static Headline headline(ConformanceReport report) {
    return new Headline(
        report.hasFailed() ? Tone.BAD : report.isConformant() ? Tone.GOOD : Tone.SOFT,
        sentence(report.headline()),
        report.engines().stream()
            .map(
                engine ->
                    "%s %s: %s; %s"
                        .formatted(
                            engine.mode(),
                            engine.entry().engine().version(),
                            report.verdict(engine).text(),
                            engine.summary()))
            .toList());
  }

  private static String sentence(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }

  /** With {@code --only}, most rules are not run. */
  private List<Integer> rulesThatRan() {
    return report.rules().keySet().stream()
        .filter(rule -> report.engines().stream().anyMatch(e -> e.result(rule) != Result.NOT_RUN))
        .toList();
  }

  private Grid matrix(List<Integer> rules, boolean described) {
    List<Grid.Row> rows = new ArrayList<>();
    for (int rule : rules) {
      rows.add(
          row(
              "R" + rule + ": " + report.rules().get(rule),
              engine ->
                  Grid.Cell.of(
                      described ? engine.describe(rule) : engine.result(rule).text(),
                      tone(engine.result(rule)))));
    }
    rows.add(apart(plain("tests passed", engine -> Long.toString(engine.count(Result.PASS)))));
    rows.add(plain("tests failed", engine -> Long.toString(engine.count(Result.FAIL))));
    rows.add(plain("tests declined", engine -> Long.toString(engine.count(Result.DECLINED))));
    rows.add(plain("version", engine -> engine.entry().engine().version()));
    rows.add(plain("execution", engine -> engine.entry().mode().execution()));
    rows.add(plain("time", engine -> RunFacts.shown(engine.duration())));
    return new Grid(heads(""), rows);
  }

  private List<String> heads(String... first) {
    List<String> heads = new ArrayList<>(List.of(first));
    report.engines().forEach(engine -> heads.add(engine.mode()));
    return heads;
  }

  private Grid.Row plain(String label, Function<EngineFindings, String> cell) {
    return row(label, engine -> Grid.Cell.of(cell.apply(engine)));
  }

  private Grid.Row row(String label, Function<EngineFindings, Grid.Cell> cell) {
    List<Grid.Cell> cells = new ArrayList<>(List.of(Grid.Cell.of(label)));
    report.engines().forEach(engine -> cells.add(cell.apply(engine)));
    return Grid.Row.of(cells);
  }

  private static Grid.Row apart(Grid.Row row) {
    return new Grid.Row(row.cells(), row.key(), true);
  }

  private static Tone tone(Result result) {
    return switch (result) {
      case PASS -> Tone.GOOD;
      case FAIL -> Tone.BAD;
      case DECLINED, NOT_RUN -> Tone.SOFT;
    };
  }

  private static List<String> declines(EngineFindings engine) {
    List<String> declines = new ArrayList<>();
    engine
        .entry()
        .mode()
        .declines()
        .forEach((what, why) -> declines.add("declines " + what.code() + ": " + why));
    return declines;
  }

  private List<Block> declined() {
    List<List<String>> rows = new ArrayList<>();
    for (EngineFindings engine : report.engines()) {
      engine
          .entry()
          .mode()
          .declines()
          .forEach(
              (what, why) ->
                  rows.add(List.of(engine.mode(), what.code(), why, proof(engine, what))));
    }
    return rows.isEmpty()
        ? List.of()
        : List.of(Grid.of(List.of("engine", "capability", "reason", "proof"), rows));
  }

  private static String proof(EngineFindings engine, Capability capability) {
    return engine.findings().stream()
        .filter(f -> f.test().kind() == TestFacts.Kind.PROOF)
        .filter(f -> f.test().capabilities().contains(capability))
        .map(f -> f.test().name() + ": " + f.result().text())
        .distinct()
        .collect(Collectors.joining(", "));
  }

  private List<Block> failures() {
    List<Block> blocks = new ArrayList<>();
    for (EngineFindings engine : report.engines()) {
      if (!engine.problems().isEmpty()) {
        blocks.add(
            new Items(engine.problems().stream().map(p -> engine.mode() + ": " + p).toList()));
      }
      for (TestResult finding : engine.findings()) {
        if (finding.result() == Result.FAIL) {
          blocks.add(new Heading((engine.mode() + ": " + name(finding)).strip()));
          blocks.add(new Code(finding.reason().strip() + "\n\n" + report.repeat(engine, finding)));
        }
      }
    }
    return blocks;
  }

  private static String name(TestResult finding) {
    return finding.test().name() + " " + finding.variant();
  }

  private List<Block> notRun() {
    List<String> items = new ArrayList<>();
    for (EngineFindings engine : report.engines()) {
      for (TestResult finding : engine.findings()) {
        if (finding.result() == Result.NOT_RUN) {
          String reason = finding.reason().lines().findFirst().orElse("no reason was given");
          items.add("%s, %s: %s".formatted(engine.mode(), name(finding).strip(), reason));
        }
      }
    }
    return items.isEmpty() ? List.of() : List.of(new Items(items));
  }

  private Grid tests() {
    List<Grid.Row> rows = new ArrayList<>();
    for (TestFacts test : report.tests()) {
      List<Grid.Cell> cells = new ArrayList<>();
      cells.add(Grid.Cell.of(test.name(), Tone.CODE));
      cells.add(Grid.Cell.of(kind(test)));
      report.engines().forEach(engine -> cells.add(result(engine, test)));
      rows.add(Grid.Row.of(cells));
    }
    return new Grid(heads("test", "kind"), rows);
  }

  private static Grid.Cell result(EngineFindings engine, TestFacts test) {
    if (engine.findings().stream().noneMatch(finding -> finding.test().equals(test))) {
      return Grid.Cell.of(Grid.UNKNOWN);
    }
    Result result = engine.result(test.name());
    return Grid.Cell.of(result.text(), tone(result));
  }

  private static String kind(TestFacts test) {
    String kind = test.kind().name().toLowerCase(Locale.ROOT);
    return test.capabilities().isEmpty()
        ? kind
        : kind
            + ": "
            + test.capabilities().stream().map(Capability::code).collect(Collectors.joining(", "));
  }

  private Facts facts() {
    Map<String, List<String>> facts = new LinkedHashMap<>(report.run().facts());
    facts.put("Seed", List.of(Long.toString(report.seed())));
    facts.put("Command", List.of(report.run().command()));
    return new Facts(facts);
  }
}
