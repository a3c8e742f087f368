// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.compare.report;

import static dev.sluice.lab.report.Numbers.number;

import dev.sluice.lab.compare.ComparisonResult;
import dev.sluice.lab.compare.RowDifference;
import dev.sluice.lab.compare.TableDifference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Shows each difference in a few lines: enough to see what kind of difference it is. */
final class DifferenceLines {

  /** Rows shown of a table; report.html and report.json show more. */
  private static final int ROWS = 4;

  private static final String INDENT = "  ";

  /** The differences with the oracle, then those between engines; empty if there are none. */
  static List<String> lines(CompareReport report) {
    List<String> lines = new ArrayList<>();
    Differences.of(report)
        .forEach(
            result -> {
              lines.add(
                  "%s against %s: %s differ"
                      .formatted(result.left(), result.right(), Figures.rows(result.differing())));
              result.tables().stream()
                  .filter(table -> !table.isIdentical())
                  .forEach(table -> table(lines, result, table));
              lines.add("");
            });
    // A line feed in the data must not begin a line.
    lines.replaceAll(line -> line.replaceAll("\\R", "?"));
    return lines;
  }

  private static void table(List<String> lines, ComparisonResult result, TableDifference table) {
    lines.add(
        "%s%s: %s of %s differ; %s only in %s, %s only in %s"
            .formatted(
                INDENT,
                table.table().sqlName(),
                number(table.differing()),
                Figures.rows(Math.max(table.leftRows(), table.rightRows())),
                number(table.onlyLeft()),
                result.left(),
                number(table.onlyRight()),
                result.right()));
    for (RowDifference row : table.first().subList(0, Math.min(ROWS, table.first().size()))) {
      row(lines, result, row);
    }
    if (table.differing() > ROWS) {
      lines.add(INDENT.repeat(2) + "and " + number(table.differing() - ROWS) + " more");
    }
  }

  private static void row(List<String> lines, ComparisonResult result, RowDifference row) {
    String key = INDENT.repeat(2) + String.join(" ", pairs(row.key()));
    if (row.left() == null || row.right() == null) {
      Map<String, String> only = row.left() == null ? row.right() : row.left();
      lines.add(key + "  only in " + (row.left() == null ? result.right() : result.left()));
      lines.add(INDENT.repeat(3) + String.join(" ", pairs(only)));
      return;
    }
    lines.add(key);
    for (String column : row.columns()) {
      side(lines, column, result.left(), row.left().get(column));
      side(lines, column, result.right(), row.right().get(column));
    }
  }

  private static void side(List<String> lines, String column, String side, String value) {
    lines.add("%s%s in %s: %s".formatted(INDENT.repeat(3), column, side, value));
  }

  private static List<String> pairs(Map<String, String> values) {
    return values.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList();
  }

  private DifferenceLines() {}
}
