// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.report;

import java.util.List;

/**
 * A report for readers: the same model for a comparison, a bench and a certification, and for a
 * page, a terminal and Markdown.
 *
 * @param what what the report is about, in a few words
 * @param run what made it
 */
public record Document(String what, RunFacts run, Headline headline, List<Chapter> chapters) {
  public Document {
    chapters = List.copyOf(chapters);
  }
}
