// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.report;

import dev.sluice.lab.report.Style;
import dev.sluice.lab.report.TextWrap;
import java.util.ArrayList;
import java.util.List;

/** Renders a grid as text; one that is too wide is split into several below each other. */
final class GridText {

  private static final int GAP = 2;

  /** The greatest width of the first column. */
  private static final int MOST_FIRST = 40;

  /** The most lines of a head; a long word widens its column instead. */
  private static final int HEAD_LINES = 3;

  private final Grid grid;
  private final int[] widths;

  private GridText(Grid grid, int width) {
    this.grid = grid;
    this.widths = new int[grid.heads().size()];
    for (int column = 0; column < widths.length; column++) {
      int most = column == 0 ? MOST_FIRST : width - widths[0] - GAP;
      widths[column] = Math.max(1, Math.min(most, natural(column)));
    }
  }

  /** The lines, none wider than a width, with a blank line between two parts. */
  static List<String> lines(Grid grid, int width, Style style) {
    GridText text = new GridText(grid, width);
    List<String> lines = new ArrayList<>();
    List<Integer> part = new ArrayList<>();
    int taken = 0;
    for (int column = 0; column < grid.heads().size(); column++) {
      int wanted = text.widths[column] + GAP;
      if (part.size() > 1 && taken + wanted > width + GAP) {
        text.part(part, style, lines);
        lines.add("");
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
    text.part(part, style, lines);
    return lines;
  }

  private int natural(int column) {
    String head = grid.heads().get(column);
    int width = 1;
    for (List<String> row : grid.rows()) {
      width = Math.max(width, row.get(column).length());
    }
    for (String word : head.split(" ", -1)) {
      width = Math.max(width, word.length());
    }
    while (TextWrap.wrap(head, width).size() > HEAD_LINES) {
      width++;
    }
    return width;
  }

  private void part(List<Integer> columns, Style style, List<String> lines) {
    int width = columns.stream().mapToInt(column -> widths[column] + GAP).sum() - GAP;
    List<String> heads = row(columns, grid.heads(), true);
    heads.forEach(line -> lines.add(style.dim(style.plain(line))));
    lines.add(style.dim(style.plain("─".repeat(width))));
    for (List<String> row : grid.rows()) {
      row(columns, row, false).forEach(line -> lines.add(style.plain(line)));
    }
  }

  /** A row's lines: one, unless a cell is wider than its column. Heads are bottom-aligned. */
  private List<String> row(List<Integer> columns, List<String> cells, boolean heads) {
    List<List<String>> wrapped =
        columns.stream().map(column -> TextWrap.wrap(cells.get(column), widths[column])).toList();
    int height = wrapped.stream().mapToInt(List::size).max().orElse(1);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < height; i++) {
      StringBuilder line = new StringBuilder();
      for (int j = 0; j < columns.size(); j++) {
        List<String> cell = wrapped.get(j);
        int at = heads ? i - (height - cell.size()) : i;
        String text = at >= 0 && at < cell.size() ? cell.get(at) : "";
        int column = columns.get(j);
        line.append(j == 0 ? "" : " ".repeat(GAP))
            .append(
                grid.isOfWords(column)
                    ? TextWrap.left(text, widths[column])
                    : TextWrap.right(text, widths[column]));
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }
}
