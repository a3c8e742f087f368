package dev.sluice.kit.certify;

import dev.sluice.kit.certify.SaboteurTrial.Verdict;
import dev.sluice.kit.saboteur.Saboteur;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** All saboteurs' trials, a line each as they come, and at last as a page. */
final class SaboteurReport {

  private static final String FILE = "saboteurs.md";
  private static final double MILLIS = 1_000.0;

  private final String command;
  private final SaboteurTrial trial;
  private final PrintWriter out;
  private final Map<Saboteur, Verdict> verdicts = new EnumMap<>(Saboteur.class);

  /**
   * A report still to be filled.
   *
   * @param command what is to be run to have it again
   * @param out gets a line for each saboteur
   */
  SaboteurReport(String command, SaboteurTrial trial, PrintWriter out) {
    this.command = command;
    this.trial = trial;
    this.out = out;
  }

  /**
   * Tries every saboteur and writes the page.
   *
   * @param tests which tests are run, beside those that must catch the saboteur
   * @param directory where the page goes
   * @param copy where it goes too
   * @return the command's exit code: 1 where one was not caught, or the engine without a fault was
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
    return caught() == verdicts.size() && reference.failed().isEmpty() ? 0 : 1;
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
    List<String> lines = new ArrayList<>();
    lines.add("# Saboteurs");
    lines.add("");
    lines.add("<!-- Written by " + command + " and not by hand. -->");
    lines.add("");
    lines.add(
        "The kit is tested with wrong engines. Each is the reference engine, a plain consumer loop, with one fault");
    lines.add("planted, and must be caught by a test of the rule that it breaks.");
    lines.add("");
    lines.add(
        "%d of %d were caught. Without a fault the engine passed %d tests and failed %d."
            .formatted(
                caught(), verdicts.size(), reference.passed().size(), reference.failed().size()));
    lines.add("");
    lines.add("| saboteur | rule | what it does | caught by | failed too | passed |");
    lines.add("|---|---|---|---|---|--:|");
    verdicts.forEach((saboteur, verdict) -> lines.add(row(saboteur, verdict)));
    return String.join("\n", lines) + "\n";
  }

  private long caught() {
    return verdicts.entrySet().stream().filter(e -> e.getValue().catches(e.getKey())).count();
  }

  private static String row(Saboteur saboteur, Verdict verdict) {
    List<String> others = new ArrayList<>(verdict.failed());
    others.removeAll(saboteur.caughtBy());
    return "| %s | R%d | %s | %s%s | %s | %d |"
        .formatted(
            saboteur.code(),
            saboteur.rule(),
            saboteur.wrong(),
            verdict.catches(saboteur) ? "" : "**not caught** by ",
            tests(saboteur.caughtBy()),
            tests(others),
            verdict.passed().size());
  }

  private static String tests(List<String> names) {
    return names.stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
  }
}
