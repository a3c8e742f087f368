package dev.sluice.rules;

import java.util.List;

/**
 * The rules in their order; the first that matches names the reason. There may be none.
 *
 * <p>A value without promises about its content: {@link Filter#of} says whether it can be run.
 */
public record RuleSet(List<Rule> rules) {
  public RuleSet {
    rules = List.copyOf(rules);
  }

  /**
   * These rules with one more host that counts as tracked: in the rule named {@code
   * untracked_hosts}, every {@code one_of} on {@link Field#HOST} that stands under {@code not}
   * takes the host too. Rules that have no such place come back equal, since they drop no host for
   * being unknown.
   */
  public RuleSet withTrackedHost(String host) {
    return new RuleSet(rules.stream().map(rule -> TrackedHosts.add(rule, host)).toList());
  }
}
