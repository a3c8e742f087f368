package dev.sluice.bench.scale;

import dev.sluice.bench.measure.Figure;
import java.util.EnumMap;
import java.util.Map;

/**
 * One contestant's drain of one setting.
 *
 * @param accepted how many of the events the oracle accepts
 * @param problem why it does not count, or null where its output is the oracle's
 * @param figures what was measured; those that cannot be known are missing
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

  /** Whether it counts. */
  boolean isValid() {
    return problem == null;
  }

  /** Processor seconds of all who took part: the contestant, Postgres and the broker. */
  double cpuSeconds() {
    return figures.get(Figure.CPU)
        + figures.get(Figure.DATABASE_CPU)
        + figures.get(Figure.BROKER_CPU);
  }

  /** The same in microseconds for an event. */
  double cost() {
    return cpuSeconds() * MICROS / setting.events();
  }
}
