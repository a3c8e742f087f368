// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.compare.report;

import static dev.sluice.lab.report.Numbers.number;

import dev.sluice.lab.oracle.OutcomeCounts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Explains a run that accepted no record: what became of the records instead. */
final class NothingAccepted {

  /** Why there was no row to compare, and what the input may be; empty if any was accepted. */
  static List<String> reasons(CompareReport report) {
    OutcomeCounts counts = report.oracle().counts();
    if (counts.accepted() > 0) {
      return List.of();
    }
    List<String> reasons = new ArrayList<>();
    if (counts.seen() == 0) {
      reasons.add("%s has no records.".formatted(report.input().source()));
    } else {
      List<String> became = new ArrayList<>();
      became(became, "malformed", counts.malformed(), counts.malformedByReason());
      became(became, "filtered", counts.filtered(), counts.filteredByRule());
      became(became, "late", counts.late(), Map.of());
      reasons.add(
          "None of %s was accepted: %s."
              .formatted(
                  counts.seen() == 1 ? "1 record" : number(counts.seen()) + " records",
                  String.join(", ", became)));
    }
    reasons.add("So no row of processed_events was compared, and nothing is proven.");
    if (report.settings().eventsSource() != null && report.oracle().example() != null) {
      reasons.add(
          "The commonest reason is %s, as of this record: %s"
              .formatted(
                  byCount(counts.malformedByReason()).get(0).getKey(), report.oracle().example()));
    }
    if (report.input().hint() != null) {
      reasons.add(report.input().hint());
    }
    if (report.input().check() != null) {
      reasons.add(report.input().check() + " shows what each field became.");
    }
    return reasons;
  }

  private static void became(
      List<String> became, String outcome, long count, Map<String, Long> byName) {
    if (count > 0) {
      String names =
          byCount(byName).stream()
              .map(each -> each.getKey() + " " + number(each.getValue()))
              .collect(Collectors.joining(", "));
      became.add(number(count) + " " + outcome + (names.isEmpty() ? "" : " (" + names + ")"));
    }
  }

  private static List<Map.Entry<String, Long>> byCount(Map<String, Long> byName) {
    return byName.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .toList();
  }

  private NothingAccepted() {}
}
