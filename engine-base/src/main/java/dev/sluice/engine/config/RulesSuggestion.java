// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.config;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Suggests, in an error, what to write in place of a word that is not allowed. */
final class RulesSuggestion {

  /** The allowed words, preceded by the one that was probably meant, if one is close. */
  static String among(List<String> allowed, String given) {
    String all = "allowed: " + String.join(", ", allowed);
    return closest(allowed, given).map(word -> "did you mean " + word + "? " + all).orElse(all);
  }

  private static Optional<String> closest(List<String> allowed, String given) {
    String word = given.toLowerCase(Locale.ROOT).replace('-', '_').replace(' ', '_');
    if (word.length() > 40) {
      return Optional.empty();
    }
    return allowed.stream()
        .filter(each -> distance(each, word) <= (each.length() < 4 ? 1 : 2))
        .min(Comparator.comparingInt(each -> distance(each, word)));
  }

  /**
   * How many characters to insert, delete or replace to get from one to the other (Levenshtein).
   */
  private static int distance(String a, String b) {
    int[] previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] current = new int[b.length() + 1];
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(replaced, 1 + Math.min(previous[j], current[j - 1]));
      }
      previous = current;
    }
    return previous[b.length()];
  }

  private RulesSuggestion() {}
}
