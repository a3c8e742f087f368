package dev.sluice.bench.throughput;

import dev.sluice.bench.measure.Figure;
import java.util.EnumMap;
import java.util.Map;

/**
 * One contestant's drain in one round.
 *
 * @param problem why it does not count, or null where its output is the oracle's
 * @param figures what was measured; those that cannot be known are missing
 */
public record Cell(
    Selection input, String contestant, int round, String problem, Map<Figure, Double> figures) {

  public Cell {
    EnumMap<Figure, Double> copy = new EnumMap<>(Figure.class);
    copy.putAll(figures);
    figures = copy;
  }

  /** Whether it counts. */
  boolean isValid() {
    return problem == null;
  }

  /** Whether it is of the same place in the plan. */
  boolean isAt(Selection of, String who, int when) {
    return input == of && contestant.equals(who) && round == when;
  }
}
