// SPDX-License-Identifier: Apache-2.0
package dev.sluice.rules;

import java.util.ArrayList;
import java.util.List;

/** Adds a host to the tracked ones, which only one rule of a rule set names. */
final class TrackedHosts {

  static final String RULE = "untracked_hosts";

  static Rule add(Rule rule, String host) {
    return rule.name().equals(RULE) ? new Rule(RULE, add(rule.when(), host, false)) : rule;
  }

  /**
   * @param spares whether the condition, if it holds, keeps the event from being dropped
   */
  private static Condition add(Condition condition, String host, boolean spares) {
    if (condition instanceof Condition.Not not) {
      return new Condition.Not(add(not.condition(), host, !spares));
    }
    if (condition instanceof Condition.All all) {
      return new Condition.All(addToEach(all.conditions(), host, spares));
    }
    if (condition instanceof Condition.Any any) {
      return new Condition.Any(addToEach(any.conditions(), host, spares));
    }
    if (spares && condition instanceof Condition.OneOf oneOf && oneOf.field() == Field.HOST) {
      return withValue(oneOf, host);
    }
    return condition;
  }

  private static List<Condition> addToEach(
      List<Condition> conditions, String host, boolean spares) {
    return conditions.stream().map(each -> add(each, host, spares)).toList();
  }

  private static Condition.OneOf withValue(Condition.OneOf oneOf, String value) {
    if (oneOf.values().contains(value)) {
      return oneOf;
    }
    List<String> values = new ArrayList<>(oneOf.values());
    values.add(value);
    return new Condition.OneOf(oneOf.field(), values);
  }

  private TrackedHosts() {}
}
