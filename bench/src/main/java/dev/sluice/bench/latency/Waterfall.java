// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.latency;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The hops of the rows around a percentile: their mean times, which add up.
 *
 * @param percentile of all rows, by the time to their commit
 * @param rows the number of rows around it
 * @param millis by hop, in the order of {@link #HOPS}
 */
public record Waterfall(double percentile, int rows, List<Double> millis) {

  /** The hops of an event. */
  static final List<String> HOPS =
      List.of("to the log", "to the decision", "to the flush", "to the commit", "to the reply");

  private static final double MICROS_PER_MILLI = 1_000;

  public Waterfall {
    millis = List.copyOf(millis);
  }

  /**
   * Averages the journeys around a percentile.
   *
   * @param journeys one or more
   * @param around how many percent to either side of it
   */
  static Waterfall of(List<Journey> journeys, double percentile, double around) {
    List<Journey> sorted = new ArrayList<>(journeys);
    sorted.sort(Comparator.comparingLong(Journey::micros));
    int from = index(sorted, percentile - around);
    int to = Math.max(from + 1, index(sorted, percentile + around));
    List<Journey> chosen = sorted.subList(from, to);
    List<Double> millis = new ArrayList<>();
    for (int i = 0; i < HOPS.size(); i++) {
      int hop = i;
      millis.add(
          chosen.stream().mapToLong(journey -> journey.hops().get(hop)).sum()
              / MICROS_PER_MILLI
              / chosen.size());
    }
    return new Waterfall(percentile, chosen.size(), millis);
  }

  private static int index(List<Journey> sorted, double percentile) {
    return (int) Math.min(sorted.size() - 1, Math.floor(sorted.size() * percentile / 100));
  }
}
