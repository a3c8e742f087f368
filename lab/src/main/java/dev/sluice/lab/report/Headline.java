// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.report;

import java.util.List;

/**
 * A report's verdict.
 *
 * @param tone good, bad, or soft while not everything is known
 * @param text a few words, to be read from a distance
 * @param reasons one sentence each
 */
public record Headline(Tone tone, String text, List<String> reasons) {
  public Headline {
    reasons = List.copyOf(reasons);
  }
}
