// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.certify;

import dev.sluice.kit.certify.SaboteurTrial.Verdict;
import dev.sluice.kit.saboteur.Saboteur;
import dev.sluice.lab.report.Chapter;
import dev.sluice.lab.report.Document;
import dev.sluice.lab.report.Grid;
import dev.sluice.lab.report.Headline;
import dev.sluice.lab.report.MarkdownReport;
import dev.sluice.lab.report.RunFacts;
import dev.sluice.lab.report.Tone;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Reports the trials of all saboteurs: one line for each while they run, and a page at the end. */
final class SaboteurReport {

  private static final String FILE = "saboteurs.md";
  private static final double MILLIS = 1_000.0;

  private final RunFacts run;
  private final SaboteurTrial trial;
  private final PrintWriter out;
  private final Map<Saboteur, Verdict> verdicts = new EnumMap<>(Saboteur.class);

  /**
   * Creates an empty report.
   *
   * @param run the facts of the run that begins
   * @param out receives a line for each saboteur
   */
  SaboteurReport(RunFacts run, SaboteurTrial trial, PrintWriter out) {
    this.run = run;
    this.trial = trial;
    this.out = out;
  }

  /**
   * Tries every saboteur and writes the page.
   *
   * @param tests the tests to run in addition to those that must catch the saboteur
   * @param directory the folder for the page
   * @param copy a further file for the page
   * @return the command's exit code: 1 if a saboteur was not caught, or if the engine without a
   *     fault failed a test
   */
  int write(Predicate<String> tests, Path directory, Optional<Path> copy) throws IOException {
    Verdict reference = trial.reference(tests.or(SaboteurReport::catchesOne));
    show("(without a fault)", reference, reference.failed().isEmpty() ? "passes" : "FAILS");
    for (Saboteur saboteur : Saboteur.values()) {
      Verdict verdict =
          trial.of(saboteur, test -> tests.test(test) || saboteur.caughtBy().contains(test));
      verdicts.put(saboteur, verdict);
      show(saboteur.code(), verdict, verdict.catches(saboteur) ? "caught" : "NOT CAUGHT");
    }
    String page = render(reference);
    Files.writeString(directory.resolve(FILE), page);
    if (copy.isPresent()) {
      Files.writeString(copy.get(), page);
    }
    return isGood(reference) ? 0 : 1;
  }

  private static boolean catchesOne(String test) {
    return Arrays.stream(Saboteur.values()).anyMatch(s -> s.caughtBy().contains(test));
  }

  private void show(String name, Verdict verdict, String result) {
    out.printf(
        Locale.ROOT,
        "  %-36s %-10s %6.1f s  %d passed, failed: %s%n",
        name,
        result,
        verdict.duration().toMillis() / MILLIS,
        verdict.passed().size(),
        verdict.failed().isEmpty() ? "none" : String.join(", ", verdict.failed()));
    if (result.equals(result.toUpperCase(Locale.ROOT))) {
      verdict.reasons().forEach(reason -> out.println(reason.indent(6).stripTrailing()));
    }
    out.flush();
  }

  private String render(Verdict reference) {
    List<Grid.Row> rows = new ArrayList<>();
    verdicts.forEach((saboteur, verdict) -> rows.add(row(saboteur, verdict)));
    RunFacts made = run.until(Instant.now());
    Document document =
        new Document(
            "the kit, tested with wrong engines",
            made,
            headline(reference),
            List.of(
                new Chapter(
                    "Saboteur by saboteur",
                    List.of(
                        new Grid(
                            List.of(
                                "saboteur",
                                "rule",
                                "what it does",
                                "caught by",
                                "also failed",
                                "passed"),
                            rows)))));
    return MarkdownReport.render(
        "Saboteurs",
        MarkdownReport.madeBy(made)
            + "; do not edit.\n\nThe kit is tested with wrong engines. Each is the reference engine, a plain consumer loop, with one\n"
            + "planted fault, and a test of the rule that it breaks must catch it.",
        document);
  }

  private Headline headline(Verdict reference) {
    return new Headline(
        isGood(reference) ? Tone.GOOD : Tone.BAD,
        "%d of %d were caught".formatted(caught(), verdicts.size()),
        List.of(
            "Without a fault, the engine passed %d tests and failed %d."
                .formatted(reference.passed().size(), reference.failed().size())));
  }

  private boolean isGood(Verdict reference) {
    return caught() == verdicts.size() && reference.failed().isEmpty();
  }

  private long caught() {
    return verdicts.entrySet().stream().filter(e -> e.getValue().catches(e.getKey())).count();
  }

  private static Grid.Row row(Saboteur saboteur, Verdict verdict) {
    List<String> others = new ArrayList<>(verdict.failed());
    others.removeAll(saboteur.caughtBy());
    boolean caught = verdict.catches(saboteur);
    return Grid.Row.of(
        List.of(
            Grid.Cell.of(saboteur.code(), Tone.CODE),
            Grid.Cell.of("R" + saboteur.rule()),
            Grid.Cell.of(saboteur.wrong()),
            Grid.Cell.of(
                (caught ? "" : "not caught by ") + String.join(", ", saboteur.caughtBy()),
                caught ? Tone.PLAIN : Tone.BAD),
            Grid.Cell.of(String.join(", ", others)),
            Grid.Cell.of(Integer.toString(verdict.passed().size()))));
  }
}
