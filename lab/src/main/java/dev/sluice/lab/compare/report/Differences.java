// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.compare.report;

import static dev.sluice.lab.report.Numbers.number;

import dev.sluice.lab.compare.ComparisonResult;
import dev.sluice.lab.compare.RowDifference;
import dev.sluice.lab.compare.TableDifference;
import dev.sluice.lab.report.Block;
import dev.sluice.lab.report.Chapter;
import dev.sluice.lab.report.Grid;
import dev.sluice.lab.report.Heading;
import dev.sluice.lab.report.Paragraph;
import dev.sluice.lab.report.TextWrap;
import dev.sluice.lab.report.Tone;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Shows the differing rows in a chapter of the page. */
final class Differences {

  private static final int TEXT = 400;

  /** The comparisons that found a difference: with the oracle, then between engines. */
  static List<ComparisonResult> of(CompareReport report) {
    List<ComparisonResult> results = new ArrayList<>();
    for (EngineResult engine : report.engines()) {
      if (engine.againstOracle() != null) {
        results.add(engine.againstOracle());
      }
    }
    results.addAll(report.pairs());
    results.removeIf(ComparisonResult::isIdentical);
    return results;
  }

  /** The chapter; empty if nothing differs. */
  static Optional<Chapter> chapter(CompareReport report) {
    List<Block> blocks = new ArrayList<>();
    for (ComparisonResult result : of(report)) {
      blocks.add(
          new Heading(
              "%s against %s: %s"
                  .formatted(result.left(), result.right(), Figures.rows(result.differing()))));
      for (TableDifference table : result.tables()) {
        if (!table.isIdentical()) {
          blocks.add(new Paragraph(summary(result, table)));
          blocks.add(grid(result, table));
        }
      }
    }
    return blocks.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Chapter(
                "What differs",
                "The first rows of each side, by identity or position. If both sides have the row, only the columns that differ are shown.",
                blocks));
  }

  private static String summary(ComparisonResult result, TableDifference table) {
    return "%s: %s differ; %s only in %s (of %s), %s only in %s (of %s)"
        .formatted(
            table.table().sqlName(),
            Figures.rows(table.differing()),
            number(table.onlyLeft()),
            result.left(),
            number(table.leftRows()),
            number(table.onlyRight()),
            result.right(),
            number(table.rightRows()));
  }

  private static Grid grid(ComparisonResult result, TableDifference table) {
    List<Grid.Row> rows = new ArrayList<>();
    for (RowDifference row : table.first()) {
      rows.add(row(values(row.key(), List.of()), result.left(), row, row.left()));
      rows.add(row("", result.right(), row, row.right()));
    }
    return new Grid(List.of("row", "side", "values"), rows);
  }

  private static Grid.Row row(
      String key, String side, RowDifference row, Map<String, String> values) {
    return Grid.Row.of(
        List.of(
            Grid.Cell.of(key, Tone.CODE),
            Grid.Cell.of(side, Tone.SOFT),
            values == null
                ? Grid.Cell.of("no such row", Tone.BAD)
                : Grid.Cell.of(values(values, row.columns()), Tone.CODE)));
  }

  /** The values of some columns; of all, if none is given. */
  private static String values(Map<String, String> values, List<String> columns) {
    List<String> shown = new ArrayList<>();
    values.forEach(
        (column, value) -> {
          if (columns.isEmpty() || columns.contains(column)) {
            shown.add(column + " " + (value == null ? "NULL" : TextWrap.cut(value, TEXT)));
          }
        });
    return String.join("; ", shown);
  }

  private Differences() {}
}
