// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.report.chart;

import java.util.Collection;

/**
 * A summary of repeated measurements.
 *
 * @param median the median; for an even number, the mean of the two in the middle
 * @param least the smallest
 * @param most the greatest
 * @param count the number of measurements
 */
public record Summary(double median, double least, double most, int count) {

  /** The summary of a single measurement. */
  public static Summary of(double value) {
    return new Summary(value, value, value, 1);
  }

  /**
   * Summarises values.
   *
   * @param values one or more
   */
  public static Summary of(Collection<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    if (sorted.length == 0) {
      throw new IllegalArgumentException("no values to summarise");
    }
    int middle = sorted.length / 2;
    double median =
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    return new Summary(median, sorted[0], sorted[sorted.length - 1], sorted.length);
  }
}
