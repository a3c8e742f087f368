// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.throughput;

import dev.sluice.bench.measure.Figure;
import java.util.EnumMap;
import java.util.Map;

/**
 * One contestant's drain in one round.
 *
 * @param problem why it does not count, or null if the output equals the oracle's
 * @param figures the measured values; a figure that could not be measured is missing
 */
public record Cell(
    Selection input, String contestant, int round, String problem, Map<Figure, Double> figures) {

  public Cell {
    EnumMap<Figure, Double> copy = new EnumMap<>(Figure.class);
    copy.putAll(figures);
    figures = copy;
  }

  /** Whether this result counts. */
  boolean isValid() {
    return problem == null;
  }

  /** Whether this is the result of that step of the plan. */
  boolean isAt(Selection of, String who, int when) {
    return input == of && contestant.equals(who) && round == when;
  }
}
