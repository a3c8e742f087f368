// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.report;

import java.util.List;

/**
 * A chapter of a report, with the same content on a terminal, as HTML and in Markdown.
 *
 * @param title plain; empty for none, on a terminal
 * @param intent what the chapter shows, as a sentence; empty if the title is enough
 */
public record Chapter(String title, String intent, List<Block> blocks) {
  public Chapter {
    blocks = List.copyOf(blocks);
  }

  /** A chapter whose title is enough. */
  public Chapter(String title, List<? extends Block> blocks) {
    this(title, "", List.copyOf(blocks));
  }

  /** Whether it has anything for output without drawings. */
  boolean hasText() {
    return blocks.stream().anyMatch(Chapter::isText);
  }

  private static boolean isText(Block block) {
    return block instanceof Columns columns
        ? columns.parts().stream().flatMap(List::stream).anyMatch(Chapter::isText)
        : !(block instanceof Drawing);
  }
}
