// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.input.traffic;

import java.util.Arrays;

/**
 * Draws ranks by Zipf's law: rank k is drawn 1/k as often as the first. Uses only whole numbers.
 */
final class Popularity {

  private static final int FIRST_WEIGHT = 1_000_000;

  private final int[] cumulated;

  Popularity(int ranks) {
    cumulated = new int[ranks];
    int sum = 0;
    for (int rank = 0; rank < ranks; rank++) {
      sum += FIRST_WEIGHT / (rank + 1);
      cumulated[rank] = sum;
    }
  }

  /** A rank, from 0. */
  int rank(SeededRandom random) {
    int at = Arrays.binarySearch(cumulated, random.below(cumulated[cumulated.length - 1]));
    return at < 0 ? -at - 1 : at + 1;
  }
}
