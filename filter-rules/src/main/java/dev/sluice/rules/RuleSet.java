// SPDX-License-Identifier: Apache-2.0
package dev.sluice.rules;

import java.util.List;

/**
 * The rules in order; the first that matches names the reason. May be empty.
 *
 * <p>A plain value that is not validated: {@link Filter#of} checks whether it can be run.
 */
public record RuleSet(List<Rule> rules) {
  public RuleSet {
    rules = List.copyOf(rules);
  }

  /**
   * These rules with one more host that counts as tracked: in the rule named {@code
   * untracked_hosts}, every {@code one_of} on {@link Field#HOST} that is under {@code not} also
   * gets the host. Rules without such a condition are returned unchanged, since they drop no host
   * for being unknown.
   */
  public RuleSet withTrackedHost(String host) {
    return new RuleSet(rules.stream().map(rule -> TrackedHosts.add(rule, host)).toList());
  }
}
