// SPDX-License-Identifier: Apache-2.0
package dev.sluice.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.rules.Condition.All;
import dev.sluice.rules.Condition.Any;
import dev.sluice.rules.Condition.Missing;
import dev.sluice.rules.Condition.Not;
import dev.sluice.rules.Condition.OneOf;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrackedHostsTest {

  private static RuleSet one(String name, Condition when) {
    return new RuleSet(List.of(new Rule(name, when)));
  }

  private static OneOf hosts(String... hosts) {
    return new OneOf(Field.HOST, List.of(hosts));
  }

  @Test
  void aHostIsAddedWhereTheRuleNamesTheTrackedOnes() {
    assertEquals(
        one("untracked_hosts", new Not(hosts("a", "b"))),
        one("untracked_hosts", new Not(hosts("a"))).withTrackedHost("b"));
    assertEquals(
        one("untracked_hosts", new Not(hosts("a"))),
        one("untracked_hosts", new Not(hosts("a"))).withTrackedHost("a"));
    assertEquals(
        one("untracked_hosts", new All(List.of(new Not(new Any(List.of(hosts("a", "b"))))))),
        one("untracked_hosts", new All(List.of(new Not(new Any(List.of(hosts("a")))))))
            .withTrackedHost("b"));
  }

  @Test
  void hostsThatAreDroppedAndOtherRulesStayAsTheyAre() {
    RuleSet dropped = one("untracked_hosts", new Any(List.of(hosts("a"), new Missing(Field.IP))));
    assertEquals(dropped, dropped.withTrackedHost("b"));
    RuleSet twice = one("untracked_hosts", new Not(new Not(hosts("a"))));
    assertEquals(twice, twice.withTrackedHost("b"));
    RuleSet other = one("others", new Not(hosts("a")));
    assertEquals(other, other.withTrackedHost("b"));
    RuleSet field = one("untracked_hosts", new Not(new OneOf(Field.METHOD, List.of("GET"))));
    assertEquals(field, field.withTrackedHost("b"));
  }
}
