// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.report;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Renders a document as one self-contained HTML page that opens offline and can be shown to an
 * audience.
 */
public final class HtmlReport {

  /** A grid with more columns is set in a smaller type. */
  private static final int FEW_COLUMNS = 6;

  private static final Pattern RULE = Pattern.compile("R[0-9]+");

  private final Document document;
  private final Page page;
  private final Set<String> explained = new LinkedHashSet<>();

  private HtmlReport(Document document) {
    this.document = document;
    this.page = new Page("Sluice: " + document.headline().text());
    document.chapters().forEach(chapter -> chapter.blocks().forEach(this::explain));
  }

  /** The whole page. */
  public static String render(Document document) {
    return new HtmlReport(document).render();
  }

  private String render() {
    RunFacts run = document.run();
    page.top(
        document.what(),
        "run %s · %s · took %s".formatted(run.name(), run.date(), RunFacts.shown(run.elapsed())));
    page.verdict(document.headline());
    for (Chapter chapter : document.chapters()) {
      page.section(chapter.title(), chapter.intent());
      chapter.blocks().forEach(this::block);
      page.end();
    }
    return page.render();
  }

  private void explain(Block block) {
    if (block instanceof Facts facts) {
      facts.byName().keySet().stream().filter(RULE.asMatchPredicate()).forEach(explained::add);
    }
  }

  private void block(Block block) {
    if (block instanceof Paragraph paragraph) {
      page.element("p", paragraph.text());
    } else if (block instanceof Heading heading) {
      page.element("h3", heading.text());
    } else if (block instanceof Code code) {
      page.element("pre", code.text());
    } else if (block instanceof Items items) {
      within("ul", "ul", () -> items.texts().forEach(text -> page.element("li", text)));
    } else if (block instanceof Facts facts) {
      within("dl", "dl", () -> facts.byName().forEach(this::fact));
    } else if (block instanceof Grid grid) {
      grid(grid);
    } else if (block instanceof Columns columns) {
      within("div class=\"two\"", "div", () -> columns.parts().forEach(this::part));
    } else if (block instanceof Drawing drawing) {
      if (!drawing.title().isEmpty()) {
        page.element("h3", drawing.title());
      }
      page.html(drawing.svg());
    }
  }

  private void part(List<Block> blocks) {
    within("div", "div", () -> blocks.forEach(this::block));
  }

  private void within(String open, String tag, Runnable content) {
    page.html("<" + open + ">\n");
    content.run();
    page.html("</" + tag + ">\n");
  }

  private void fact(String name, List<String> texts) {
    String id = explained.contains(name) ? " id=\"" + name + "\"" : "";
    page.html("<dt%s>%s</dt><dd>".formatted(id, Html.text(name)));
    texts.forEach(text -> page.html("<span>" + Html.text(text) + "</span>"));
    page.html("</dd>\n");
  }

  private void grid(Grid grid) {
    String style = grid.heads().size() > FEW_COLUMNS ? "grid" : "grid large";
    page.html("<div class=\"scroll\"><table class=\"" + style + "\">\n<thead><tr>");
    for (int column = 0; column < grid.heads().size(); column++) {
      cell("th scope=\"col\"", grid, column, Grid.Cell.of(grid.heads().get(column)));
    }
    page.html("</tr></thead>\n<tbody>\n");
    for (Grid.Row row : grid.rows()) {
      page.html(row.apart() ? "</tbody>\n<tbody>\n" : "");
      page.html(row.key() ? "<tr class=\"key\">" : "<tr>");
      for (int column = 0; column < row.cells().size(); column++) {
        cell(column == 0 ? "th scope=\"row\"" : "td", grid, column, row.cells().get(column));
      }
      page.html("</tr>\n");
    }
    page.html("</tbody>\n</table></div>\n");
  }

  private void cell(String open, Grid grid, int column, Grid.Cell cell) {
    String style = (style(cell.tone()) + (grid.isOfWords(column) ? " words" : "")).strip();
    String text = Html.text(cell.text());
    page.html("<" + open + (style.isEmpty() ? ">" : " class=\"" + style + "\">"))
        .html(cell.tone() == Tone.CODE ? "<code>" + text + "</code>" : text)
        .html(cell.rule().isEmpty() ? "" : rule(cell.rule()))
        .html(open.startsWith("th") ? "</th>" : "</td>");
  }

  private static String style(Tone tone) {
    return switch (tone) {
      case GOOD -> "yes";
      case BAD -> "no";
      case SOFT -> "soft";
      case PLAIN, CODE -> "";
    };
  }

  private String rule(String rule) {
    String link = explained.contains(rule) ? " href=\"#" + rule + "\"" : "";
    return "<a class=\"rule\"%s>%s</a>".formatted(link, Html.text(rule));
  }
}
