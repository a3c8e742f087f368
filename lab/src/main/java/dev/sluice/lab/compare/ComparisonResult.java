// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.compare;

import java.util.List;
import java.util.stream.Collectors;

/**
 * How the tables of two schemas compare.
 *
 * @param left the left schema's name
 * @param right the right schema's name
 * @param tables one entry for each table that was compared, in the order of {@link ComparedTable}
 */
public record ComparisonResult(String left, String right, List<TableDifference> tables) {

  public ComparisonResult {
    tables = List.copyOf(tables);
    if (tables.isEmpty()) {
      throw new IllegalArgumentException(
          left + " and " + right + ": no table to compare; name at least one");
    }
  }

  /** Whether every compared table holds the same rows on both sides. */
  public boolean isIdentical() {
    return tables.stream().allMatch(TableDifference::isIdentical);
  }

  /** Over all tables, the keys whose rows differ; zero means identical. */
  public long differing() {
    return tables.stream().mapToLong(TableDifference::differing).sum();
  }

  /** The tables that differ, each with its first difference, in a few lines for a message. */
  @Override
  public String toString() {
    return left
        + " and "
        + right
        + (isIdentical()
            ? " are identical"
            : tables.stream()
                .filter(table -> !table.isIdentical())
                .map(TableDifference::toString)
                .collect(Collectors.joining("; ", ": ", "")));
  }
}
