// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.sustain;

import static dev.sluice.lab.report.Numbers.number;

import dev.sluice.bench.report.Findings;
import dev.sluice.lab.report.Chapter;
import dev.sluice.lab.report.Grid;
import dev.sluice.lab.report.Paragraph;
import dev.sluice.lab.report.chart.BarChart;
import dev.sluice.lab.report.chart.Summary;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Turns the searches into findings. A search counts only if the output equals the oracle's. */
final class SustainFindings {

  private static final String BASELINE = "baseline-";

  static Findings of(String section, SustainPlan plan, List<SustainResult> results) {
    List<SustainResult> valid =
        results.stream().filter(result -> result.problem() == null).toList();
    Paragraph how =
        new Paragraph(
            String.format(
                Locale.ROOT,
                "The highest rate that is sustained for %d s, found by search to within a fifth. A rate is"
                    + " held if, when the last event is sent, the uncounted records are no more than"
                    + " are sent in a second plus the median latency of the first third, and if the"
                    + " median latency of the last third is at most 1.5 times that of the first third"
                    + " plus 250 ms. A rate that fails is tried once more. The sender shares the"
                    + " machine; a ≥ marks a rate above which the sender could not keep up, so that"
                    + " more may be possible.",
                plan.seconds()));
    return new Findings(
        section,
        List.of(new Chapter(SustainSection.TITLE, List.of(how, chart(valid), grid(valid)))),
        results,
        headlines(valid),
        results.stream()
            .filter(result -> result.problem() != null)
            .map(result -> "%s, %s: %s".formatted(section, result.contestant(), result.problem()))
            .toList());
  }

  /** A result in one line, for the progress display. */
  static String shown(SustainResult result) {
    return result.problem() == null ? rate(result) + "/s" : "VOID: " + result.problem();
  }

  private static List<String> headlines(List<SustainResult> valid) {
    return valid.isEmpty()
        ? List.of()
        : List.of(
            "Sustained events/s: "
                + valid.stream()
                    .map(result -> result.contestant() + " " + rate(result))
                    .collect(Collectors.joining(", ")));
  }

  private static BarChart chart(List<SustainResult> valid) {
    return BarChart.wide(
        "Sustained events/s",
        valid.stream()
            .map(
                result ->
                    new BarChart.Bar(
                        result.contestant(),
                        Summary.of((double) result.rate()),
                        rate(result),
                        !result.contestant().startsWith(BASELINE)))
            .toList());
  }

  private static Grid grid(List<SustainResult> valid) {
    List<List<String>> rows = new ArrayList<>();
    for (SustainResult result : valid) {
      Optional<SustainStep> held = result.held();
      rows.add(
          List.of(
              result.contestant(),
              rate(result),
              number(result.notHeld()),
              held.map(step -> millis(step.medianMillis())).orElse(Grid.UNKNOWN),
              held.map(step -> millis(step.p99Millis())).orElse(Grid.UNKNOWN),
              held.map(step -> number(step.backlog())).orElse(Grid.UNKNOWN)));
    }
    return Grid.of(
        List.of("", "held, events/s", "not held, events/s", "p50 ms", "p99 ms", "backlog at end"),
        rows);
  }

  private static String rate(SustainResult result) {
    return (result.atLeast() ? "≥ " : "") + number(result.rate());
  }

  private static String millis(double millis) {
    return String.format(Locale.ROOT, millis < 100 ? "%.1f" : "%,.0f", millis);
  }

  private SustainFindings() {}
}
