// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.certify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.engine.config.ConfigException;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** Which tests {@code --only} and {@code --topic} choose. */
class TestChoiceTest {

  private static TestChoice choice(String... args) {
    return CommandLine.populateCommand(new TestChoice(), args);
  }

  private static Predicate<String> tests(String... args) {
    return choice(args).tests();
  }

  @ParameterizedTest
  @CsvSource({
    "r4_, r4_anEventOnTheBoundIsNotLate, true",
    "r4_, r14_aSecondWriterIsRefused, false",
    "r1_, r11_defaultTraffic, false",
    "r9_.*, r9_aReplayedBatchCountsOnce, true",
    "r13_.*Configuration|r17_, r13_refusesAWrongConfiguration, true",
    "r13_.*Configuration|r17_, r17_stops, true",
    "r13_.*Configuration|r17_, r1_r17_stops, false",
    "r4_.*Late.*, r4_anEventOnTheBoundIsNotLateAtAll, true",
    "r6_aNumberThatIsTooLong, r6_aNumberThatIsTooLongIsADeadLetter, true",
    ".*Late, r4_anEventOnTheBoundIsNotLateAtAll, true",
    "Late, r4_anEventOnTheBoundIsNotLateAtAll, false",
  })
  void onlyMatchesFromTheStartOfATestsName(String only, String test, boolean chosen) {
    assertEquals(chosen, tests("--only", only).test(test));
  }

  @Test
  void withoutAChoiceItIsTheWholeKit() {
    assertTrue(choice().isWholeKit());
    assertTrue(tests().test("r4_anyTest"));
    assertFalse(choice("--only", "r4_").isWholeKit());
    assertFalse(choice("--topic", "Fault").isWholeKit());
  }

  @Test
  void aTopicAndAPatternMustBothMatch() {
    Predicate<String> tests = tests("--topic", "Ledger", "--only", "r9_");
    assertTrue(tests.test("r9_theRowsAreThoseThatTheCountsAreOf"));
    assertFalse(tests.test("r17_withoutALedgerItsRowsNeverMoveAndCountNothing"));
    assertFalse(tests.test("r9_noTestOfThisTopic"));
  }

  @Test
  void aChoiceOfNoTestIsRefusedByTheOptionThatMadeIt() {
    String rest =
        " matches no test that runs on these engines; docs/conformance.md lists the tests";
    assertEquals("--only: r4" + rest, choice("--only", "r4").matchesNothing().getMessage());
    assertEquals("--topic: Fault" + rest, choice("--topic", "Fault").matchesNothing().getMessage());
  }

  @Test
  void aWrongPatternOrTopicIsRefusedByItsOption() {
    assertTrue(
        assertThrows(ConfigException.class, () -> tests("--only", "r4_("))
            .getMessage()
            .startsWith("--only: r4_( is not a regular expression: "));
    assertTrue(
        assertThrows(ConfigException.class, () -> tests("--topic", "Fautl"))
            .getMessage()
            .startsWith("--topic: Fautl is not a topic; use one of "));
  }
}
