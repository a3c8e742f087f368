package dev.sluice.lab.report;

import dev.sluice.lab.compare.ComparisonResult;
import dev.sluice.lab.compare.RowDifference;
import dev.sluice.lab.compare.TableDifference;
import java.util.List;
import java.util.Map;

/** The differing rows as a section of the page; nothing where there is none. */
final class HtmlDifferences {

  private static final int TEXT = 400;

  static void append(StringBuilder out, CompareReport report) {
    List<ComparisonResult> results = ConsoleDifferences.comparisons(report);
    if (results.isEmpty()) {
      return;
    }
    out.append("<section class=\"card long\">\n<h2>What differs</h2>\n");
    out.append(
        "<p class=\"soft\">The first rows of each side, by identity or position; where both sides have the row, the columns that differ.</p>\n");
    for (ComparisonResult result : results) {
      out.append("<h3>")
          .append(Html.text(result.left() + " against " + result.right()))
          .append(": ")
          .append(Figures.rows(result.differing()))
          .append("</h3>\n");
      for (TableDifference table : result.tables()) {
        if (!table.isIdentical()) {
          table(out, result, table);
        }
      }
    }
    out.append("</section>\n");
  }

  private static void table(StringBuilder out, ComparisonResult result, TableDifference table) {
    out.append("<details open><summary><b>%s</b>: ".formatted(table.table().sqlName()))
        .append(
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
        .append("</summary>\n<div class=\"scroll\"><table class=\"rows\"><tbody>\n");
    for (RowDifference row : table.first()) {
      out.append("<tr><th scope=\"row\" rowspan=\"2\">");
      values(out, row.key(), List.of());
      out.append("</th>");
      side(out, result.left(), row, row.left());
      out.append("</tr><tr>");
      side(out, result.right(), row, row.right());
      out.append("</tr>\n");
    }
    out.append("</tbody></table></div></details>\n");
  }

  /** The columns that differ where both sides have the row, else the whole row. */
  private static void side(
      StringBuilder out, String name, RowDifference row, Map<String, String> side) {
    out.append("<td class=\"side\">").append(Html.text(name)).append("</td><td>");
    if (side == null) {
      out.append("<span class=\"no\">no such row</span>");
    } else {
      values(out, side, row.columns());
    }
    out.append("</td>");
  }

  private static void values(StringBuilder out, Map<String, String> values, List<String> marked) {
    values.forEach(
        (column, value) -> {
          if (marked.isEmpty() || marked.contains(column)) {
            String shown = value == null ? "NULL" : Lines.cut(value, TEXT);
            out.append("<span class=\"soft\">")
                .append(Html.text(column))
                .append("</span> <code>")
                .append(marked.isEmpty() ? "" : "<mark>")
                .append(Html.text(shown))
                .append(marked.isEmpty() ? "" : "</mark>")
                .append("</code> ");
          }
        });
  }

  private HtmlDifferences() {}
}
