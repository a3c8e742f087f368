// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.report;

import dev.sluice.lab.report.Grid.Cell;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Renders a grid as text; one that is too wide is split into several below each other. */
final class GridText {

  private static final int GAP = 2;

  /** The greatest width of the first column. */
  private static final int MOST_FIRST = 40;

  /** The greatest width of another column of a grid that is too wide, unless a word is longer. */
  private static final int MOST_OTHER = 20;

  /** The most lines of a head; a long word widens its column instead. */
  private static final int HEAD_LINES = 3;

  private final Grid grid;
  private final Style style;
  private final int[] widths;
  private final List<String> lines = new ArrayList<>();

  private GridText(Grid grid, int width, Style style) {
    this.grid = grid;
    this.style = style;
    this.widths = new int[grid.heads().size()];
    for (int column = 0; column < widths.length; column++) {
      int most = column == 0 ? MOST_FIRST : width - widths[0] - GAP;
      widths[column] = Math.max(1, Math.min(most, natural(column)));
    }
    for (int column = 1; column < widths.length && total() > width; column++) {
      widths[column] = Math.min(widths[column], Math.max(MOST_OTHER, longestWord(column)));
    }
  }

  private int total() {
    return Arrays.stream(widths).sum() + GAP * (widths.length - 1);
  }

  private int longestWord(int column) {
    return Stream.concat(
            Stream.of(grid.heads().get(column)),
            grid.rows().stream().map(row -> row.cells().get(column).text()))
        .flatMap(text -> Arrays.stream(text.split(" ", -1)))
        .mapToInt(String::length)
        .max()
        .orElse(1);
  }

  /** The lines, none wider than a width, with a blank line between two parts. */
  static List<String> lines(Grid grid, int width, Style style) {
    GridText text = new GridText(grid, width, style);
    List<Integer> part = new ArrayList<>();
    int taken = 0;
    for (int column = 0; column < grid.heads().size(); column++) {
      int wanted = text.widths[column] + GAP;
      if (part.size() > 1 && taken + wanted > width + GAP) {
        text.part(part);
        text.lines.add("");
        part.clear();
      }
      if (part.isEmpty()) {
        part.add(0);
        taken = text.widths[0] + GAP;
      }
      if (column > 0) {
        part.add(column);
        taken += wanted;
      }
    }
    text.part(part);
    return text.lines;
  }

  private int natural(int column) {
    String head = grid.heads().get(column);
    int width = 1;
    for (Grid.Row row : grid.rows()) {
      width = Math.max(width, row.cells().get(column).text().length());
    }
    for (String word : head.split(" ", -1)) {
      width = Math.max(width, word.length());
    }
    while (TextWrap.wrap(head, width).size() > HEAD_LINES) {
      width++;
    }
    return width;
  }

  private void part(List<Integer> columns) {
    int width = columns.stream().mapToInt(column -> widths[column] + GAP).sum() - GAP;
    String rule = style.dim(style.plain("─".repeat(width)));
    row(columns, grid.heads().stream().map(Cell::of).toList(), true);
    lines.add(rule);
    for (Grid.Row row : grid.rows()) {
      if (row.apart()) {
        lines.add(rule);
      }
      row(columns, row.cells(), false);
    }
  }

  /** Adds a row: one line, unless a cell is wider than its column. Heads are bottom-aligned. */
  private void row(List<Integer> columns, List<Cell> cells, boolean heads) {
    List<List<String>> wrapped =
        columns.stream()
            .map(column -> TextWrap.wrap(style.plain(cells.get(column).text()), widths[column]))
            .toList();
    int height = wrapped.stream().mapToInt(List::size).max().orElse(1);
    for (int i = 0; i < height; i++) {
      StringBuilder line = new StringBuilder();
      for (int j = 0; j < columns.size(); j++) {
        List<String> cell = wrapped.get(j);
        int at = heads ? i - (height - cell.size()) : i;
        String text = at >= 0 && at < cell.size() ? cell.get(at) : "";
        int column = columns.get(j);
        String blanks = " ".repeat(widths[column] - text.length());
        String shown = heads ? style.bold(text) : style.toned(cells.get(column).tone(), text);
        line.append(j == 0 ? "" : " ".repeat(GAP))
            .append(grid.isOfWords(column) ? shown + blanks : blanks + shown);
      }
      lines.add(line.toString().stripTrailing());
    }
  }
}
