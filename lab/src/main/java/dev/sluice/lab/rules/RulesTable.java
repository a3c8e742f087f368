// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.rules;

import static dev.sluice.lab.report.Numbers.number;

import dev.sluice.engine.config.Json;
import dev.sluice.engine.config.RulesFile;
import dev.sluice.lab.input.AgentInput;
import dev.sluice.lab.report.Style;
import dev.sluice.lab.report.TextWrap;
import dev.sluice.lab.run.EventsSource;
import dev.sluice.rules.RuleSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Renders what rules did with an input: a table for a console, or JSON lines for a program. */
public final class RulesTable {

  private static final int WIDTH = 100;
  private static final int NAME = 72;
  private static final int COUNT = 14;
  private static final int SHARE = 12;
  private static final int LABEL = 8;
  private static final int HASH_SHOWN = 12;

  /** One line for each outcome and for each example, none wider than 100 columns. */
  public static String console(RulesTrial trial, Style style) {
    boolean agents = trial.input().format().equals(AgentInput.FORMAT);
    List<String> lines = new ArrayList<>();
    fact(style, lines, "Rules", rules(trial, agents));
    EventsSource events = trial.source().events();
    if (events != null) {
      fact(style, lines, "Events", events.shown());
    }
    fact(style, lines, "Input", input(trial));
    if (agents) {
      fact(
          style,
          lines,
          "Asked",
          "each user agent in its own request: GET / with status 200, for a tracked host, from"
              + " 192.0.2.1; no referrer, no bytes, never late");
    }
    lines.add("");
    lines.add(
        TextWrap.left("", NAME)
            + TextWrap.right(agents ? "user agents" : "records", COUNT)
            + TextWrap.right("share", SHARE));
    for (RulesTrial.Ending ending : trial.endings()) {
      lines.add(
          style.bold(TextWrap.left(ending.key(), NAME))
              + TextWrap.right(number(ending.count()), COUNT)
              + style.plain(TextWrap.right(share(ending.count(), trial.records()), SHARE)));
      for (String example : ending.examples()) {
        lines.add(style.dim(style.plain(TextWrap.cut("  " + example, WIDTH))));
      }
    }
    return String.join("\n", lines) + "\n";
  }

  private static void fact(Style style, List<String> lines, String label, String text) {
    String before = TextWrap.left(label, LABEL);
    for (String line : TextWrap.wrap(text, WIDTH - LABEL)) {
      lines.add(before + style.plain(line));
      before = " ".repeat(LABEL);
    }
  }

  /** The hash is that of a run on this input, whose hosts count as tracked. */
  private static String rules(RulesTrial trial, boolean agents) {
    RuleSet rules = trial.source().rules();
    return "%s · %s rules%s"
        .formatted(
            trial.source().rulesName(),
            number(rules.rules().size()),
            agents ? "" : " · sha256 " + RulesFile.sha256(rules).substring(0, HASH_SHOWN));
  }

  private static String input(RulesTrial trial) {
    String blank =
        trial.input().blankLines() == 0
            ? ""
            : " · empty lines left out: " + number(trial.input().blankLines());
    return "%s · %s · %s%s"
        .formatted(trial.input().source(), trial.input().format(), number(trial.records()), blank);
  }

  /** One JSON object per line: {@code outcome}, {@code count}, {@code of}, {@code examples}. */
  public static String json(RulesTrial trial) {
    StringBuilder lines = new StringBuilder();
    for (RulesTrial.Ending ending : trial.endings()) {
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("outcome", ending.key());
      line.put("count", ending.count());
      line.put("of", trial.records());
      line.put("examples", ending.examples());
      lines.append(Json.write(line)).append('\n');
    }
    return lines.toString();
  }

  private static String share(long part, long whole) {
    return part == 0 ? "–" : String.format(Locale.ROOT, "%.1f %%", 100.0 * part / whole);
  }

  private RulesTable() {}
}
