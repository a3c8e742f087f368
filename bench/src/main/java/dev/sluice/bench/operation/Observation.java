package dev.sluice.bench.operation;

import java.util.EnumMap;
import java.util.Map;

/**
 * What was seen of one engine at one exercise.
 *
 * @param engine the mode's name; {@link #NOBODY} where the servers were alone
 * @param round which time
 * @param problem why it does not count, or null where the output is the oracle's
 * @param measures what was measured; empty where it does not count
 */
record Observation(
    Exercise exercise, String engine, int round, String problem, Map<Measure, Double> measures) {

  /** Stands for no engine at all. */
  static final String NOBODY = "none";

  Observation {
    EnumMap<Measure, Double> copy = new EnumMap<>(Measure.class);
    copy.putAll(measures);
    measures = copy;
  }

  /** Whether it counts. */
  boolean isValid() {
    return problem == null;
  }
}
