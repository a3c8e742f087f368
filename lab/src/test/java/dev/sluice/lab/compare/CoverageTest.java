// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.lab.oracle.OutcomeCounts;
import dev.sluice.model.Reason;
import dev.sluice.rules.Condition;
import dev.sluice.rules.Field;
import dev.sluice.rules.Rule;
import dev.sluice.rules.RuleSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CoverageTest {

  private static final RuleSet RULES = new RuleSet(List.of(rule("bots"), rule("static")));

  @Test
  void aComparisonOfNothingLacksEverything() {
    Coverage coverage = Coverage.of(counts(Map.of(), 0), RULES);

    assertEquals(
        List.of("accepted", "filtered", "late", "malformed", "duplicate"), coverage.outcomes());
    assertEquals(List.of("bots", "static"), coverage.rules());
    assertEquals(List.of(Reason.values()), coverage.reasons());
    assertFalse(coverage.isComplete());
  }

  @Test
  void aRuleThatDroppedNothingIsNamed() {
    Coverage coverage =
        Coverage.of(
            counts(
                Map.of("accepted", 5L, "late", 1L, "malformed:not_json", 1L, "filtered:static", 9L),
                4),
            RULES);

    assertEquals(List.of(), coverage.outcomes());
    assertEquals(List.of("bots"), coverage.rules());
    assertFalse(coverage.reasons().contains(Reason.NOT_JSON));
    assertFalse(coverage.isComplete());
  }

  @Test
  void acceptedRecordsThatAllLeftARowMeanThatNoDuplicateWasTried() {
    Map<String, Long> byKey =
        Map.of(
            "accepted", 5L,
            "late", 1L,
            "malformed:not_json", 1L,
            "filtered:bots", 2L,
            "filtered:static", 9L);

    assertEquals(List.of("duplicate"), Coverage.of(counts(byKey, 5), RULES).outcomes());
    assertTrue(Coverage.of(counts(byKey, 4), RULES).isComplete());
  }

  private static OutcomeCounts counts(Map<String, Long> byKey, long rows) {
    return new OutcomeCounts(new TreeMap<>(byKey), rows);
  }

  private static Rule rule(String name) {
    return new Rule(name, new Condition.Missing(Field.IP));
  }
}
