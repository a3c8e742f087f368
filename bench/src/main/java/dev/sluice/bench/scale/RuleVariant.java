// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.scale;

import dev.sluice.lab.run.DecisionSource;
import dev.sluice.rules.Condition;
import dev.sluice.rules.Condition.Between;
import dev.sluice.rules.Condition.Contains;
import dev.sluice.rules.Condition.InRange;
import dev.sluice.rules.Condition.Not;
import dev.sluice.rules.Field;
import dev.sluice.rules.Rule;
import dev.sluice.rules.RuleSet;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A set of rules: some let more or less of the same traffic pass, others list more or fewer values.
 */
public enum RuleVariant {
  /** The default rules. */
  USUAL(0),
  /** No rules: nothing is filtered. */
  NONE(0),
  /** The default rules, then only responses below 16,000 bytes: about a tenth of all events. */
  TENTH(0),
  /** The default rules, then only responses below 900 bytes: about a hundredth of all events. */
  HUNDREDTH(0),
  /** Ten words and ten ranges, before the default rules. */
  LISTING_10(10),
  /** A thousand of each, before the default rules. */
  LISTING_1000(1_000),
  /** Ten thousand of each, before the default rules. */
  LISTING_10000(10_000);

  /** The names of the rules that list values which do not occur. */
  static final Set<String> LISTING = Set.of("listed_words", "listed_ranges");

  private static final long SEED = 1;
  private static final int SHORTEST_WORD = 6;
  private static final int LONGEST_WORD = 14;
  private static final long TENTH_BYTES = 15_999;
  private static final long HUNDREDTH_BYTES = 899;

  /**
   * First octets that lie between those of the traffic's public addresses, but do not occur in it.
   */
  private static final List<Integer> UNUSED_OCTETS =
      List.of(24, 47, 63, 79, 90, 105, 131, 152, 179, 204);

  /** The distance of two ranges, which leaves a gap: adjacent ranges would be merged. */
  private static final int RANGE_STRIDE = 13;

  private static final int OCTET = 256;

  private final int listed;

  RuleVariant(int listed) {
    this.listed = listed;
  }

  /**
   * The number of listed words, and of listed ranges, that do not occur; 0 for the other variants.
   */
  int listed() {
    return listed;
  }

  /** The decision with these rules. */
  DecisionSource decision() {
    DecisionSource usual = DecisionSource.defaults();
    return new DecisionSource(
        name(),
        new RuleSet(rules(usual.rules().rules())),
        usual.allowedLatenessMicros(),
        usual.allowedSkewMicros(),
        usual.deadLettersPerReason());
  }

  private List<Rule> rules(List<Rule> usual) {
    return switch (this) {
      case USUAL -> usual;
      case NONE -> List.of();
      case TENTH -> joined(usual, List.of(onlyUpTo(TENTH_BYTES)));
      case HUNDREDTH -> joined(usual, List.of(onlyUpTo(HUNDREDTH_BYTES)));
      case LISTING_10, LISTING_1000, LISTING_10000 -> joined(listing(), usual);
    };
  }

  private static List<Rule> joined(List<Rule> first, List<Rule> then) {
    return Stream.concat(first.stream(), then.stream()).toList();
  }

  private static Rule onlyUpTo(long bytes) {
    return new Rule("large", new Not(new Between(Field.BYTES, 0L, bytes)));
  }

  /** These rules come first, so that every event is compared with them. */
  private List<Rule> listing() {
    Condition words = new Contains(Field.USER_AGENT, words());
    Condition ranges = new InRange(Field.IP, ranges());
    return List.of(new Rule("listed_words", words), new Rule("listed_ranges", ranges));
  }

  /** Random letters: no user agent contains six of them in that order. */
  private List<String> words() {
    Random random = new Random(SEED);
    Set<String> words = new LinkedHashSet<>();
    while (words.size() < listed) {
      int length = SHORTEST_WORD + random.nextInt(LONGEST_WORD - SHORTEST_WORD + 1);
      StringBuilder word = new StringBuilder(length);
      for (int i = 0; i < length; i++) {
        word.append((char) ('a' + random.nextInt('z' - 'a' + 1)));
      }
      words.add(word.toString());
    }
    return List.copyOf(words);
  }

  private List<String> ranges() {
    List<String> ranges = new ArrayList<>();
    for (int i = 0; i < listed; i++) {
      int number = i / UNUSED_OCTETS.size() * RANGE_STRIDE;
      ranges.add(
          "%s.%s.%s.0/24"
              .formatted(
                  UNUSED_OCTETS.get(i % UNUSED_OCTETS.size()), number / OCTET, number % OCTET));
    }
    return ranges;
  }
}
