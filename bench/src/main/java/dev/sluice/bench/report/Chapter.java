package dev.sluice.bench.report;

import java.util.List;

/** A chapter of the report, told alike on a terminal, as a page and in Markdown. */
public record Chapter(String title, List<Block> blocks) {
  public Chapter {
    blocks = List.copyOf(blocks);
  }

  /** Whether there is nothing in it for a reader of texts. */
  boolean isOfCharts() {
    return blocks.stream().allMatch(Chart.class::isInstance);
  }
}
