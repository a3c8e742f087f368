// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.scale;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.engine.config.RulesFile;
import dev.sluice.lab.run.DecisionSource;
import dev.sluice.rules.Condition.Contains;
import dev.sluice.rules.Condition.InRange;
import dev.sluice.rules.Filter;
import dev.sluice.rules.RuleSet;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests that generated rules are valid rules. */
class RuleVariantTest {

  @ParameterizedTest
  @EnumSource
  void everyVariantCanBeRunAndIsReadFromWhatAnEngineGets(RuleVariant variant) {
    RuleSet rules = variant.decision().rules();
    Filter.of(rules);
    assertEquals(rules, RulesFile.parse("rules", RulesFile.canonicalJson(rules)));
  }

  @Test
  void asManyWordsAndRangesAreListedAsItSaysEachOnceAndBeforeTheUsualRules() {
    for (RuleVariant variant :
        List.of(RuleVariant.LISTING_10, RuleVariant.LISTING_1000, RuleVariant.LISTING_10000)) {
      RuleSet rules = variant.decision().rules();
      Contains words = (Contains) rules.rules().get(0).when();
      InRange ranges = (InRange) rules.rules().get(1).when();
      assertEquals(variant.listed(), new HashSet<>(words.words()).size());
      assertEquals(variant.listed(), new HashSet<>(ranges.cidrs()).size());
      assertEquals(
          DecisionSource.defaults().rules().rules(),
          rules.rules().subList(2, rules.rules().size()));
    }
    assertEquals(
        List.of("24.0.0.0/24", "47.0.0.0/24"), firstRanges(RuleVariant.LISTING_10).subList(0, 2));
    // The 11th is the second of its first octet, 13 networks on.
    assertEquals("24.0.13.0/24", firstRanges(RuleVariant.LISTING_1000).get(10));
    // The last is the 1,000th of its octet: 999 × 13 = 12,987 = 50 × 256 + 187.
    assertEquals("204.50.187.0/24", firstRanges(RuleVariant.LISTING_10000).get(9_999));
  }

  @Test
  void withoutARuleNothingIsFilteredAndWithMoreLessPasses() {
    assertTrue(RuleVariant.NONE.decision().rules().rules().isEmpty());
    int usual = RuleVariant.USUAL.decision().rules().rules().size();
    assertEquals(usual + 1, RuleVariant.TENTH.decision().rules().rules().size());
    assertEquals(usual + 1, RuleVariant.HUNDREDTH.decision().rules().rules().size());
  }

  private static List<String> firstRanges(RuleVariant variant) {
    return ((InRange) variant.decision().rules().rules().get(1).when()).cidrs();
  }
}
