// SPDX-License-Identifier: Apache-2.0
package dev.sluice.rules;

import java.util.Objects;

/**
 * A named condition that drops an event.
 *
 * @param name a lower-case word of letters, digits, {@code _} and {@code -}; the ledger counts
 *     under it. {@link Filter#of} checks it
 * @param when the condition that drops the event
 */
public record Rule(String name, Condition when) {
  public Rule {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(when, "when");
  }
}
