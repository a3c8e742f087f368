// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.sustain;

import java.util.List;

/**
 * The plan of the searches; results of one plan may be combined.
 *
 * @param contestants by name
 * @param firstRate the first rate to try, in events a second
 * @param seconds how long each rate is held
 * @param warmUpRate events a second during the warm-up
 * @param warmUpSeconds how long the warm-up lasts
 * @param seed of the events
 */
public record SustainPlan(
    List<String> contestants,
    int firstRate,
    int seconds,
    int warmUpRate,
    int warmUpSeconds,
    long seed) {

  public SustainPlan {
    contestants = List.copyOf(contestants);
  }

  static SustainPlan full(List<String> contestants, long seed) {
    return new SustainPlan(contestants, 20_000, 6, 10_000, 10, seed);
  }
}
