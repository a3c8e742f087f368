package dev.sluice.bench.report;

import java.util.List;

/**
 * A table: in the first column who or what, in the others figures as they are shown.
 *
 * @param heads of the columns, with their units
 * @param rows each as long as the heads
 */
public record Grid(List<String> heads, List<List<String>> rows) implements Block {

  /** Stands where a figure is not known. */
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

  /** Whether a column is read as words, and so begins at its left: the first one, and others. */
  boolean isOfWords(int column) {
    List<String> known =
        rows.stream().map(row -> row.get(column)).filter(cell -> !cell.equals(UNKNOWN)).toList();
    return column == 0
        || (!known.isEmpty()
            && known.stream()
                .allMatch(cell -> !cell.isEmpty() && Character.isLetter(cell.codePointAt(0))));
  }
}
