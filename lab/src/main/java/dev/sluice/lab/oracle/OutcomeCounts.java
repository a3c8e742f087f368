// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.oracle;

import dev.sluice.model.Outcome;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How many records had which outcome, under the ledger's keys: {@code accepted}, {@code late},
 * {@code refused}, {@code filtered:RULE}, {@code malformed:REASON} (R9).
 *
 * @param byKey without zeros; sorted by key
 * @param rows how many rows of {@code processed_events} the accepted records left
 */
public record OutcomeCounts(SortedMap<String, Long> byKey, long rows) {

  private static final String FILTERED = "filtered:";
  private static final String MALFORMED = "malformed:";

  public OutcomeCounts {
    TreeMap<String, Long> copy = new TreeMap<>(byKey);
    copy.values().removeIf(count -> count == 0);
    byKey = Collections.unmodifiableSortedMap(copy);
  }

  /** The key that the ledger counts an outcome under. */
  public static String key(Outcome outcome) {
    if (outcome instanceof Outcome.Malformed malformed) {
      return MALFORMED + malformed.reason().code();
    }
    if (outcome instanceof Outcome.Filtered filtered) {
      return FILTERED + filtered.rule();
    }
    return outcome instanceof Outcome.Late ? "late" : "accepted";
  }

  /** All records: the sum of the counts. */
  public long seen() {
    return sum(byKey);
  }

  public long accepted() {
    return byKey.getOrDefault("accepted", 0L);
  }

  public long late() {
    return byKey.getOrDefault("late", 0L);
  }

  public long filtered() {
    return sum(filteredByRule());
  }

  /** Malformed records, and those that a constraint of the user refused. */
  public long malformed() {
    return sum(malformedByReason());
  }

  /** Accepted records that left no row, since another record of their identity did (R7). */
  public long duplicates() {
    return accepted() - rows;
  }

  /** By rule, without zeros. */
  public SortedMap<String, Long> filteredByRule() {
    return below(FILTERED);
  }

  /** By reason, {@code refused} included, without zeros. */
  public SortedMap<String, Long> malformedByReason() {
    SortedMap<String, Long> reasons = below(MALFORMED);
    Long refused = byKey.get("refused");
    if (refused != null) {
      reasons.put("refused", refused);
    }
    return reasons;
  }

  private SortedMap<String, Long> below(String prefix) {
    SortedMap<String, Long> found = new TreeMap<>();
    byKey.forEach(
        (key, count) -> {
          if (key.startsWith(prefix)) {
            found.put(key.substring(prefix.length()), count);
          }
        });
    return found;
  }

  private static long sum(Map<String, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }
}
