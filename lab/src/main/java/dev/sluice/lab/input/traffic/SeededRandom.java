// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.input.traffic;

import dev.sluice.lab.input.StableHash;
import java.util.List;

/**
 * SplitMix64: the same numbers from the same seed on every machine and in every Java version.
 *
 * <p>Source: Steele, Lea, Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.
 */
final class SeededRandom {

  private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;
  private static final double UNIT = 0x1.0p-53;

  private long state;

  SeededRandom(long seed) {
    this.state = seed;
  }

  long next() {
    state += GOLDEN_GAMMA;
    return StableHash.mixed(state);
  }

  /** A number from 0 to below the bound, which is positive. */
  int below(int bound) {
    return (int) (((next() >>> 32) * bound) >>> 32);
  }

  /** A number from the first to the last, both included; less than 2^31 apart. */
  long between(long first, long last) {
    return first + below(Math.toIntExact(last - first + 1));
  }

  /** A number from 0 to below 1. */
  double fraction() {
    return (next() >>> 11) * UNIT;
  }

  boolean chance(double probability) {
    return fraction() < probability;
  }

  <T> T pick(List<T> choices) {
    return choices.get(below(choices.size()));
  }
}
