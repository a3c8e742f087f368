// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.report;

import java.util.List;

/** A chapter of the report, with the same content on a terminal, as HTML and in Markdown. */
public record Chapter(String title, List<Block> blocks) {
  public Chapter {
    blocks = List.copyOf(blocks);
  }

  /** Whether it contains only charts, and so nothing for text output. */
  boolean isOfCharts() {
    return blocks.stream().allMatch(Chart.class::isInstance);
  }
}
