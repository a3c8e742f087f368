package dev.sluice.rules;

import java.util.Objects;

/**
 * A named condition that drops an event.
 *
 * @param name a lower-case word of letters, digits, {@code _} and {@code -}; counted under in the
 *     ledger. {@link Filter#of} checks it
 * @param when what drops the event
 */
public record Rule(String name, Condition when) {
  public Rule {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(when, "when");
  }
}
