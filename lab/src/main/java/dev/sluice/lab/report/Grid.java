// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.report;

import java.util.List;

/**
 * A table: names in the first column, formatted figures or words in the others.
 *
 * @param heads the column heads, with units
 * @param rows the rows, each as long as the heads
 */
public record Grid(List<String> heads, List<Row> rows) implements Block {

  /** The cell for an unknown figure. */
  public static final String UNKNOWN = "–";

  /**
   * A cell.
   *
   * @param text plain
   * @param rule the contract's rule behind it, such as {@code R9}, or an empty text
   */
  public record Cell(String text, Tone tone, String rule) {

    /** A text of a tone. */
    public static Cell of(String text, Tone tone) {
      return new Cell(text, tone, "");
    }

    /** A plain text. */
    public static Cell of(String text) {
      return of(text, Tone.PLAIN);
    }
  }

  /**
   * A row.
   *
   * @param key whether it is the row that the grid is about
   * @param apart whether it begins another group than the row before
   */
  public record Row(List<Cell> cells, boolean key, boolean apart) {
    public Row {
      cells = List.copyOf(cells);
    }

    /** A row like any other. */
    public static Row of(List<Cell> cells) {
      return new Row(cells, false, false);
    }
  }

  public Grid {
    heads = List.copyOf(heads);
    rows = List.copyOf(rows);
    for (Row row : rows) {
      if (row.cells().size() != heads.size()) {
        throw new IllegalArgumentException(
            row + " has " + row.cells().size() + " cells under " + heads.size() + " heads");
      }
    }
  }

  /** A grid of plain texts. */
  public static Grid of(List<String> heads, List<List<String>> rows) {
    return new Grid(
        heads, rows.stream().map(row -> Row.of(row.stream().map(Cell::of).toList())).toList());
  }

  /** The texts of all rows. */
  public List<List<String>> texts() {
    return rows.stream().map(row -> row.cells().stream().map(Cell::text).toList()).toList();
  }

  /** Whether a column contains words and so is left-aligned: the first column, and others. */
  boolean isOfWords(int column) {
    List<String> known =
        rows.stream()
            .map(row -> row.cells().get(column).text())
            .filter(cell -> !cell.equals(UNKNOWN) && !cell.isEmpty())
            .toList();
    return column == 0
        || (!known.isEmpty()
            && known.stream().allMatch(cell -> Character.isLetter(cell.codePointAt(0))));
  }
}
