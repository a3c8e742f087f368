package dev.sluice.lab.report;

import java.util.List;

/**
 * Whether the decisions are those that the input was made for: the check that the oracle cannot do
 * itself, since it shares the decision with the engines.
 *
 * @param checked labels compared; none where the input's were made for other rules or times
 * @param disagreeing labels that say another outcome or reason than the decision
 * @param first the first few of them, one line each
 */
public record LabelCheck(long checked, long disagreeing, List<String> first) {

  /** The input carries labels, but they were made for other rules or times than the run's. */
  public static final LabelCheck FOR_OTHER_RULES = new LabelCheck(0, 0, List.of());

  public LabelCheck {
    first = List.copyOf(first);
  }

  /** Whether any label was compared with a decision. */
  public boolean isMade() {
    return checked > 0;
  }
}
