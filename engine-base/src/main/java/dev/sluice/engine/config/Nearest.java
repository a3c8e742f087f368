// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.config;

import java.util.Comparator;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/** Finds the candidate that a misspelt word probably means. */
public final class Nearest {

  /** The nearest candidate whose edit distance is at most a third of the word's length, if any. */
  public static Optional<String> to(String word, Stream<String> candidates) {
    return to(word, candidates, Math.max(1, word.length() / 3));
  }

  /** The nearest candidate within {@code limit} edits of the word, if any. */
  static Optional<String> to(String word, Stream<String> candidates, int limit) {
    return to(word, candidates, candidate -> limit);
  }

  /** The nearest candidate within the edits that are allowed for it, if any. */
  static Optional<String> to(String word, Stream<String> candidates, ToIntFunction<String> limit) {
    return candidates
        .filter(candidate -> edits(word, candidate) <= limit.applyAsInt(candidate))
        .min(Comparator.comparingInt(candidate -> edits(word, candidate)));
  }

  /** The Levenshtein distance. */
  private static int edits(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }

  private Nearest() {}
}
