// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.compare;

import java.util.List;
import java.util.Locale;

/**
 * How one table differs between two schemas.
 *
 * @param leftRows rows in all
 * @param rightRows rows in all
 * @param onlyLeft rows of the left that the right lacks, as they are, copies counted
 * @param onlyRight rows of the right that the left lacks
 * @param differing keys with at least one such row: what "differing rows" means to a reader
 * @param first the first few of them: of each side, by key
 */
public record TableDifference(
    ComparedTable table,
    long leftRows,
    long rightRows,
    long onlyLeft,
    long onlyRight,
    long differing,
    List<RowDifference> first) {

  public TableDifference {
    first = List.copyOf(first);
  }

  /** Whether both sides hold the same rows. */
  public boolean isIdentical() {
    return onlyLeft == 0 && onlyRight == 0;
  }

  /** The numbers, and the first difference. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s: %,d rows and %,d rows, %,d only left and %,d only right; %,d keys differ%s",
        table.sqlName(),
        leftRows,
        rightRows,
        onlyLeft,
        onlyRight,
        differing,
        first.isEmpty() ? "" : ", first " + first.get(0));
  }
}
