// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.report;

import dev.sluice.lab.compare.ComparisonResult;
import dev.sluice.lab.compare.RowDifference;
import dev.sluice.lab.compare.TableDifference;
import java.util.List;
import java.util.Map;

/** Shows the differing rows in a section of the page; adds nothing if there are none. */
final class HtmlDifferences {

  private static final int TEXT = 400;

  static void append(Page out, CompareReport report) {
    List<ComparisonResult> results = ConsoleDifferences.comparisons(report);
    if (results.isEmpty()) {
      return;
    }
    out.html("<section class=\"card long\">\n<h2>What differs</h2>\n");
    out.html(
        "<p class=\"soft\">The first rows of each side, by identity or position. If both sides have the row, only the columns that differ are shown.</p>\n");
    for (ComparisonResult result : results) {
      out.html("<h3>")
          .html(Html.text(result.left() + " against " + result.right()))
          .html(": ")
          .html(Figures.rows(result.differing()))
          .html("</h3>\n");
      for (TableDifference table : result.tables()) {
        if (!table.isIdentical()) {
          table(out, result, table);
        }
      }
    }
    out.html("</section>\n");
  }

  private static void table(Page out, ComparisonResult result, TableDifference table) {
    out.html("<details open><summary><b>%s</b>: ".formatted(table.table().sqlName()))
        .html(
            Html.text(
                "%s differ; %s only in %s (of %s), %s only in %s (of %s)"
                    .formatted(
                        Figures.rows(table.differing()),
                        Figures.number(table.onlyLeft()),
                        result.left(),
                        Figures.number(table.leftRows()),
                        Figures.number(table.onlyRight()),
                        result.right(),
                        Figures.number(table.rightRows()))))
        .html("</summary>\n<div class=\"scroll\"><table class=\"rows\"><tbody>\n");
    for (RowDifference row : table.first()) {
      out.html("<tr><th scope=\"row\" rowspan=\"2\">");
      values(out, row.key(), List.of());
      out.html("</th>");
      side(out, result.left(), row, row.left());
      out.html("</tr><tr>");
      side(out, result.right(), row, row.right());
      out.html("</tr>\n");
    }
    out.html("</tbody></table></div></details>\n");
  }

  /** The columns that differ where both sides have the row, else the whole row. */
  private static void side(Page out, String name, RowDifference row, Map<String, String> side) {
    out.html("<td class=\"side\">").html(Html.text(name)).html("</td><td>");
    if (side == null) {
      out.html("<span class=\"no\">no such row</span>");
    } else {
      values(out, side, row.columns());
    }
    out.html("</td>");
  }

  private static void values(Page out, Map<String, String> values, List<String> marked) {
    values.forEach(
        (column, value) -> {
          if (marked.isEmpty() || marked.contains(column)) {
            String shown = value == null ? "NULL" : TextWrap.cut(value, TEXT);
            out.html("<span class=\"soft\">")
                .html(Html.text(column))
                .html("</span> <code>")
                .html(marked.isEmpty() ? "" : "<mark>")
                .html(Html.text(shown))
                .html(marked.isEmpty() ? "" : "</mark>")
                .html("</code> ");
          }
        });
  }

  private HtmlDifferences() {}
}
