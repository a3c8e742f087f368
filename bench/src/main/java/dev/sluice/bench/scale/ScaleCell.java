// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.scale;

import dev.sluice.bench.measure.Figure;
import java.util.EnumMap;
import java.util.Map;

/**
 * One contestant's drain of one setting.
 *
 * @param accepted the number of events that the oracle accepts
 * @param problem why it does not count, or null if the output equals the oracle's
 * @param figures the measured values; a figure that could not be measured is missing
 */
record ScaleCell(
    Setting setting,
    String contestant,
    long accepted,
    String problem,
    Map<Figure, Double> figures) {

  private static final double MICROS = 1e6;

  ScaleCell {
    EnumMap<Figure, Double> copy = new EnumMap<>(Figure.class);
    copy.putAll(figures);
    figures = copy;
  }

  /** Whether this result counts. */
  boolean isValid() {
    return problem == null;
  }

  /** Processor seconds of the contestant, Postgres and the broker together. */
  double cpuSeconds() {
    return figures.get(Figure.CPU)
        + figures.get(Figure.DATABASE_CPU)
        + figures.get(Figure.BROKER_CPU);
  }

  /** The same in microseconds per event. */
  double cost() {
    return cpuSeconds() * MICROS / setting.events();
  }
}
