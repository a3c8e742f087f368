// SPDX-License-Identifier: Apache-2.0
package dev.sluice.rules;

import dev.sluice.model.EventView;
import dev.sluice.model.Outcome;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A compiled rule set: pure, total, and thread-safe.
 *
 * <p>A decision takes time linear in the event's size and in the number of rules, and almost
 * independent of how many words, values or ranges a condition lists.
 */
public final class Filter {

  private record Named(Optional<Outcome.Filtered> outcome, Check check) {}

  private final Named[] rules;

  private Filter(List<Named> rules) {
    this.rules = rules.toArray(Named[]::new);
  }

  /**
   * Checks and compiles a rule set.
   *
   * @throws InvalidRuleException naming the first rule and key that cannot be run
   */
  public static Filter of(RuleSet rules) {
    List<Named> compiled = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Rule rule : rules.rules()) {
      RuleCompiler compiler = new RuleCompiler(compiled.size(), rule);
      Check check = compiler.compile();
      if (!names.add(rule.name())) {
        throw compiler.invalid("name", "is used twice; give every rule a unique name");
      }
      compiled.add(new Named(Optional.of(new Outcome.Filtered(rule.name())), check));
    }
    return new Filter(compiled);
  }

  /**
   * Applies the rules to the event that the view has read. Never throws, and allocates nothing
   * except for {@code matches}.
   *
   * @return the outcome that names the first rule that drops the event, or empty if none does
   */
  public Optional<Outcome.Filtered> drops(EventView event) {
    for (Named rule : rules) {
      if (rule.check.holds(event)) {
        return rule.outcome;
      }
    }
    return Optional.empty();
  }
}
