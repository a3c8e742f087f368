// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.ledger;

import dev.sluice.model.Outcome;
import dev.sluice.model.Reason;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How many records of a partition had which outcome: the ledger's {@code counts} (R9). Immutable;
 * has no zeros, so that equal counts have the same text.
 */
public final class Counts {

  /** No records. */
  public static final Counts NONE = new Counts(new TreeMap<>());

  /** The key of accepted records, duplicates included. */
  public static final String ACCEPTED = "accepted";

  /** The key of late events. */
  public static final String LATE = "late";

  /**
   * The key, and the dead letters' reason, of rows that a constraint, policy or trigger of the user
   * refused.
   */
  public static final String REFUSED = "refused";

  private static final String FILTERED = "filtered:";
  private static final String MALFORMED = "malformed:";

  private final SortedMap<String, Long> byKey;

  private Counts(SortedMap<String, Long> byKey) {
    this.byKey = byKey;
  }

  /** One record under the given key. */
  public static Counts of(String key) {
    return NONE.plus(key, 1);
  }

  /** The given number of records under each key. */
  public static Counts of(Map<String, Long> counts) {
    TreeMap<String, Long> sum = new TreeMap<>();
    counts.forEach((key, count) -> add(sum, key, count));
    return new Counts(sum);
  }

  /**
   * The counts in a JSON object of whole numbers.
   *
   * @throws IllegalArgumentException if the text is anything else
   */
  public static Counts parse(String json) {
    return new Counts(new CountsJson(json).read());
  }

  /** The key that an outcome is counted under. */
  public static String key(Outcome outcome) {
    if (outcome instanceof Outcome.Accepted) {
      return ACCEPTED;
    }
    if (outcome instanceof Outcome.Late) {
      return LATE;
    }
    return outcome instanceof Outcome.Filtered filtered
        ? filtered(filtered.rule())
        : malformed(((Outcome.Malformed) outcome).reason());
  }

  /** The key of events that a rule dropped. */
  public static String filtered(String rule) {
    return FILTERED + rule;
  }

  /** The key of records that are malformed for this reason. */
  public static String malformed(Reason reason) {
    return malformed(reason.code());
  }

  static String malformed(String code) {
    return MALFORMED + code;
  }

  /** The sum of these and {@code more} records under one key, which must not fall below zero. */
  public Counts plus(String key, long more) {
    Objects.requireNonNull(key, "key");
    TreeMap<String, Long> sum = new TreeMap<>(byKey);
    add(sum, key, more);
    return new Counts(sum);
  }

  /** The sum of both. */
  public Counts plus(Counts other) {
    TreeMap<String, Long> sum = new TreeMap<>(byKey);
    other.byKey.forEach((key, more) -> add(sum, key, more));
    return new Counts(sum);
  }

  /**
   * What these have more than others, key by key.
   *
   * @throws IllegalArgumentException if the others have more under a key
   */
  public Counts minus(Counts other) {
    TreeMap<String, Long> rest = new TreeMap<>(byKey);
    other.byKey.forEach((key, less) -> add(rest, key, -less));
    return new Counts(rest);
  }

  private static void add(Map<String, Long> sum, String key, long more) {
    long total = Math.addExact(sum.getOrDefault(key, 0L), more);
    if (total < 0) {
      throw new IllegalArgumentException(key + " would be counted " + total + " times");
    }
    if (total == 0) {
      sum.remove(key);
    } else {
      sum.put(key, total);
    }
  }

  /** How many records have this key; zero if it does not occur. */
  public long get(String key) {
    return byKey.getOrDefault(key, 0L);
  }

  /** All records: each has exactly one outcome. */
  public long sum() {
    return sumOf("");
  }

  /** Accepted records, duplicates included. */
  public long accepted() {
    return get(ACCEPTED);
  }

  /** Late events. */
  public long late() {
    return get(LATE);
  }

  /** Rows that a constraint, policy or trigger of the user refused. */
  public long refused() {
    return get(REFUSED);
  }

  /** Filtered events, of all rules together. */
  public long filtered() {
    return sumOf(FILTERED);
  }

  /** Malformed records, of all reasons together. */
  public long malformed() {
    return sumOf(MALFORMED);
  }

  /** The records of each outcome, also where there are none, without rules and reasons. */
  public Map<String, Long> byOutcome() {
    Map<String, Long> outcomes = new LinkedHashMap<>();
    outcomes.put(ACCEPTED, accepted());
    outcomes.put("filtered", filtered());
    outcomes.put(LATE, late());
    outcomes.put("malformed", malformed());
    outcomes.put(REFUSED, refused());
    return outcomes;
  }

  private long sumOf(String prefix) {
    long sum = 0;
    for (Map.Entry<String, Long> entry : byKey.tailMap(prefix).entrySet()) {
      if (!entry.getKey().startsWith(prefix)) {
        break;
      }
      sum = Math.addExact(sum, entry.getValue());
    }
    return sum;
  }

  /** The counts by key, sorted; an unmodifiable view. */
  public Map<String, Long> asMap() {
    return Collections.unmodifiableMap(byKey);
  }

  /** One line of JSON, keys sorted. */
  public String toJson() {
    return CountsJson.write(byKey);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Counts counts && byKey.equals(counts.byKey);
  }

  @Override
  public int hashCode() {
    return byKey.hashCode();
  }

  @Override
  public String toString() {
    return toJson();
  }
}
