// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Renders chapters and verdicts for a terminal of 100 columns, without drawings. */
public final class ConsoleReport {

  /** The widest line. */
  public static final int WIDTH = 100;

  private static final int LABEL = 18;
  private static final String INDENT = "  ";

  private final Style style;
  private final List<String> lines = new ArrayList<>();

  private ConsoleReport(Style style) {
    this.style = style;
  }

  /** The chapters, each block after a blank line, ending in a line feed. */
  public static String render(List<Chapter> chapters, Style style) {
    ConsoleReport text = new ConsoleReport(style);
    chapters.stream().filter(Chapter::hasText).forEach(text::chapter);
    return text.text();
  }

  /** A verdict after a blank line: the headline in capitals, then the reasons. */
  public static String render(Headline headline, Style style) {
    ConsoleReport text = new ConsoleReport(style);
    text.lines.add("");
    String words = style.plain(headline.text().toUpperCase(Locale.ROOT));
    text.lines.add(
        style.bold(headline.tone() == Tone.SOFT ? words : style.toned(headline.tone(), words)));
    headline.reasons().forEach(text::wrap);
    return text.text();
  }

  private void chapter(Chapter chapter) {
    if (!chapter.title().isEmpty()) {
      lines.add("");
      TextWrap.wrap(style.plain(chapter.title()), WIDTH)
          .forEach(line -> lines.add(style.bold(line)));
    }
    if (!chapter.intent().isEmpty()) {
      block(new Paragraph(chapter.intent()));
    }
    chapter.blocks().forEach(this::block);
  }

  private void block(Block block) {
    if (block instanceof Drawing) {
      return;
    }
    if (block instanceof Columns columns) {
      columns.parts().forEach(part -> part.forEach(this::block));
      return;
    }
    lines.add("");
    if (block instanceof Paragraph paragraph) {
      wrap(paragraph.text());
    } else if (block instanceof Heading heading) {
      wrap(heading.text());
    } else if (block instanceof Items items) {
      items.texts().forEach(this::item);
    } else if (block instanceof Code code) {
      code.text()
          .lines()
          .forEach(line -> lines.add(style.plain(TextWrap.cut(INDENT + line, WIDTH))));
    } else if (block instanceof Facts facts) {
      facts.byName().forEach(this::fact);
    } else if (block instanceof Grid grid) {
      lines.addAll(GridText.lines(grid, WIDTH, style));
    }
  }

  private void item(String text) {
    String before = "- ";
    for (String line : TextWrap.wrap(style.plain(text), WIDTH - INDENT.length())) {
      lines.add(before + line);
      before = INDENT;
    }
  }

  private void fact(String name, List<String> texts) {
    String before = TextWrap.left(style.plain(TextWrap.cut(name, LABEL - 2)), LABEL);
    String joined = String.join(" · ", texts);
    for (String line : TextWrap.wrap(style.plain(joined), WIDTH - LABEL)) {
      lines.add(style.bold(before) + line);
      before = " ".repeat(LABEL);
    }
  }

  private void wrap(String text) {
    lines.addAll(TextWrap.wrap(style.plain(text), WIDTH));
  }

  private String text() {
    return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
  }
}
