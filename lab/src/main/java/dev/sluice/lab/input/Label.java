package dev.sluice.lab.input;

import dev.sluice.model.Reason;
import java.util.Objects;
import java.util.Set;

/**
 * What a record is meant to become, said by its maker and not by the decision code: the second
 * opinion that a comparison checks (DESIGN: the oracle shares the decision code).
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
          "a label is accepted, late, filtered with a rule or malformed with a reason, not "
              + outcome
              + " with "
              + reason);
    }
  }

  /** Dropped by the rule of this name. */
  public static Label filtered(String rule) {
    return new Label("filtered", Objects.requireNonNull(rule, "rule"));
  }

  /** No event, for this reason. */
  public static Label malformed(Reason reason) {
    return new Label("malformed", reason.code());
  }

  /** The ledger's key for it, such as {@code filtered:bots} (R9). */
  public String code() {
    return reason == null ? outcome : outcome + ":" + reason;
  }
}
