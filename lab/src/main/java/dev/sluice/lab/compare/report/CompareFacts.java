// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.compare.report;

import static dev.sluice.lab.report.Numbers.number;

import dev.sluice.lab.compare.Coverage;
import dev.sluice.lab.report.Facts;
import dev.sluice.model.Reason;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The facts below the table, for both terminal and page. */
final class CompareFacts {

  private static final int HASH_SHOWN = 12;

  static Facts of(CompareReport report) {
    Map<String, List<String>> facts = new LinkedHashMap<>();
    facts.put("Input", input(report.input()));
    facts.put("Rules", settings(report.settings()));
    if (report.settings().eventsSource() != null) {
      facts.put("Events", events(report.settings()));
    }
    facts.put("Tried", coverage(report.oracle().coverage()));
    facts.put("Labels", labels(report.oracle().labels()));
    if (!report.leftOut().isEmpty()) {
      facts.put("Left out", leftOut(report.leftOut()));
    }
    facts.putAll(report.run().facts());
    return new Facts(facts);
  }

  private static List<String> input(InputSummary input) {
    List<String> facts = new ArrayList<>();
    facts.add(input.source());
    facts.add(number(input.events()) + " events");
    if (input.seed() != null) {
      facts.add("seed " + input.seed());
    }
    facts.add(input.partitions() + (input.partitions() == 1 ? " partition" : " partitions"));
    if (input.outOfOrder() != null) {
      facts.add(
          "%s out of order (%s)"
              .formatted(
                  number(input.outOfOrder()), Figures.percent(input.outOfOrder(), input.events())));
    }
    if (input.duplicates() != null) {
      facts.add(
          "%s duplicates (%s)"
              .formatted(
                  number(input.duplicates()), Figures.percent(input.duplicates(), input.events())));
    }
    if (input.firstTime() != null && input.lastTime() != null) {
      facts.add(
          "event times %s to %s"
              .formatted(
                  input.firstTime().truncatedTo(ChronoUnit.SECONDS),
                  input.lastTime().truncatedTo(ChronoUnit.SECONDS)));
    }
    facts.addAll(input.remarks());
    return facts;
  }

  private static List<String> settings(DecisionSettings settings) {
    return List.of(
        settings.rulesSource(),
        settings.rules().size() + " rules",
        hash(settings.rulesSha256()),
        settings.allowedLatenessMicros() == null
            ? "never late: unlimited"
            : "late after " + Figures.micros(settings.allowedLatenessMicros()),
        "from the future after " + Figures.micros(settings.allowedSkewMicros()),
        "at most %s dead letters per partition and reason"
            .formatted(number(settings.deadLettersPerReason())));
  }

  private static List<String> events(DecisionSettings settings) {
    return List.of("fields as in " + settings.eventsSource(), hash(settings.eventsSha256()));
  }

  private static String hash(String sha256) {
    return "sha256 " + sha256.substring(0, Math.min(HASH_SHOWN, sha256.length()));
  }

  private static List<String> coverage(Coverage coverage) {
    if (coverage.isComplete() && coverage.reasons().isEmpty()) {
      return List.of("every outcome, every rule and every reason occurred");
    }
    List<String> facts = new ArrayList<>();
    if (coverage.isComplete()) {
      facts.add("every outcome and every rule occurred");
    }
    if (!coverage.outcomes().isEmpty()) {
      facts.add("outcomes that never occurred: " + String.join(", ", coverage.outcomes()));
    }
    if (!coverage.rules().isEmpty()) {
      facts.add("rules that dropped nothing: " + String.join(", ", coverage.rules()));
    }
    if (!coverage.reasons().isEmpty()) {
      facts.add(
          "reasons that never occurred: "
              + String.join(", ", coverage.reasons().stream().map(Reason::code).toList()));
    }
    return facts;
  }

  private static List<String> labels(LabelCheck labels) {
    if (labels == null) {
      return List.of("none in this input: nothing checked the decisions independently");
    }
    if (!labels.isMade()) {
      return List.of(
          "made for other rules, times or fields than these: nothing checked the decisions independently");
    }
    List<String> facts = new ArrayList<>();
    facts.add(
        "%s of %s agree with the decisions"
            .formatted(number(labels.checked() - labels.disagreeing()), number(labels.checked())));
    facts.addAll(labels.first());
    return facts;
  }

  private static List<String> leftOut(Map<String, String> engines) {
    return engines.entrySet().stream().map(e -> e.getKey() + " " + e.getValue()).toList();
  }

  private CompareFacts() {}
}
