package dev.sluice.rules;

import java.util.List;

/** The rules in their order; the first that matches names the reason. */
public record RuleSet(List<Rule> rules) {
  public RuleSet {
    rules = List.copyOf(rules);
  }
}
