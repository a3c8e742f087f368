// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.operation;

import java.util.EnumMap;
import java.util.Map;

/**
 * The measurement of one engine in one exercise.
 *
 * @param engine the mode's name; {@link #NO_ENGINE} if only the servers ran
 * @param round the round, from 1
 * @param problem why it does not count, or null if the output equals the oracle's
 * @param measures the measured values; empty if it does not count
 */
record Observation(
    Exercise exercise, String engine, int round, String problem, Map<Measure, Double> measures) {

  /** The name for no engine. */
  static final String NO_ENGINE = "none";

  Observation {
    EnumMap<Measure, Double> copy = new EnumMap<>(Measure.class);
    copy.putAll(measures);
    measures = copy;
  }

  /** Whether this result counts. */
  boolean isValid() {
    return problem == null;
  }
}
