// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.input;

import dev.sluice.model.Reason;
import java.util.Objects;
import java.util.Set;

/**
 * The intended outcome of a record, given by its producer and not by the decision code. A
 * comparison checks it as a second opinion, since the oracle shares the decision code.
 *
 * @param outcome {@code accepted}, {@code filtered}, {@code late} or {@code malformed}
 * @param reason the rule's name, the reason's code, or null for the outcomes that have none
 */
public record Label(String outcome, String reason) {

  private static final Set<String> WITH_REASON = Set.of("filtered", "malformed");
  private static final Set<String> WITHOUT_REASON = Set.of("accepted", "late");

  public static final Label ACCEPTED = new Label("accepted", null);
  public static final Label LATE = new Label("late", null);

  public Label {
    Objects.requireNonNull(outcome, "outcome");
    if (reason == null ? !WITHOUT_REASON.contains(outcome) : !WITH_REASON.contains(outcome)) {
      throw new IllegalArgumentException(
          "label: "
              + outcome
              + " with "
              + reason
              + "; must be accepted, late, filtered with a rule or malformed with a reason");
    }
  }

  /** The label of an event that the rule with this name drops. */
  public static Label filtered(String rule) {
    return new Label("filtered", Objects.requireNonNull(rule, "rule"));
  }

  /** The label of a record that is not an event, for this reason. */
  public static Label malformed(Reason reason) {
    return new Label("malformed", reason.code());
  }

  /** The ledger's key for the label, such as {@code filtered:bots} (R9). */
  public String code() {
    return reason == null ? outcome : outcome + ":" + reason;
  }
}
