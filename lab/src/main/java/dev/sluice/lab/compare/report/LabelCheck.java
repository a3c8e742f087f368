// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.compare.report;

import java.util.List;

/**
 * How the decisions agree with the labels of the input. The oracle cannot check them itself, since
 * it shares the decision with the engines.
 *
 * @param checked how many labels were compared; zero if they were made for other rules, times or
 *     fields
 * @param disagreeing how many labels differ from the decision in outcome or reason
 * @param first the first few of them, one line each
 */
public record LabelCheck(long checked, long disagreeing, List<String> first) {

  /**
   * The input carries labels, but they were made for other rules, times or fields than the run's.
   */
  public static final LabelCheck FOR_OTHER_RULES = new LabelCheck(0, 0, List.of());

  public LabelCheck {
    first = List.copyOf(first);
  }

  /** Whether any label was compared with a decision. */
  public boolean isMade() {
    return checked > 0;
  }
}
