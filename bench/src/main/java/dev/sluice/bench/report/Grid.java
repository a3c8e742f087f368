// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.report;

import java.util.List;

/**
 * A table: names in the first column, formatted figures in the others.
 *
 * @param heads the column heads, with units
 * @param rows the rows, each as long as the heads
 */
public record Grid(List<String> heads, List<List<String>> rows) implements Block {

  /** The cell for an unknown figure. */
  public static final String UNKNOWN = "–";

  public Grid {
    heads = List.copyOf(heads);
    rows = rows.stream().map(List::copyOf).toList();
    for (List<String> row : rows) {
      if (row.size() != heads.size()) {
        throw new IllegalArgumentException(
            row + " has " + row.size() + " cells under " + heads.size() + " heads");
      }
    }
  }

  /** Whether a column contains words and so is left-aligned: the first column, and others. */
  boolean isOfWords(int column) {
    List<String> known =
        rows.stream().map(row -> row.get(column)).filter(cell -> !cell.equals(UNKNOWN)).toList();
    return column == 0
        || (!known.isEmpty()
            && known.stream()
                .allMatch(cell -> !cell.isEmpty() && Character.isLetter(cell.codePointAt(0))));
  }
}
