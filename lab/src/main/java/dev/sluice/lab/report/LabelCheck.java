package dev.sluice.lab.report;

import java.util.List;

/**
 * Whether the decisions are those that the input was made for: the check that the oracle cannot do
 * itself, since it shares the decision with the engines.
 *
 * @param checked labels compared
 * @param disagreeing labels that say another outcome or reason than the decision
 * @param first the first few of them, one line each
 */
public record LabelCheck(long checked, long disagreeing, List<String> first) {
  public LabelCheck {
    first = List.copyOf(first);
  }
}
