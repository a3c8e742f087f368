// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.compare;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One key whose row differs. Values are Postgres's own text, times in UTC, binary as {@code \x}
 * hex; a null value is SQL's NULL.
 *
 * @param key column to value
 * @param left column to value, in the table's order; null if the left has no such row
 * @param right column to value; null if the right has no such row
 * @param columns the columns that differ; empty unless both sides have the row
 */
public record RowDifference(
    Map<String, String> key,
    Map<String, String> left,
    Map<String, String> right,
    List<String> columns) {

  private static final int LONGEST_VALUE = 200;

  public RowDifference {
    key = copy(key);
    left = copy(left);
    right = copy(right);
    columns = List.copyOf(columns);
  }

  private static Map<String, String> copy(Map<String, String> values) {
    return values == null ? null : Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /** The key, and the values that differ, long ones cut. */
  @Override
  public String toString() {
    if (left == null || right == null) {
      return key + (left == null ? " only on the right" : " only on the left");
    }
    return key
        + columns.stream()
            .map(column -> column + " " + cut(left.get(column)) + " and " + cut(right.get(column)))
            .collect(Collectors.joining(", ", " with ", ""));
  }

  private static String cut(String value) {
    return value == null || value.length() <= LONGEST_VALUE
        ? value
        : value.substring(0, LONGEST_VALUE) + "…";
  }
}
