// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.kit.certify.SaboteurTrial;
import dev.sluice.kit.contract.KitExtension;
import dev.sluice.kit.saboteur.Saboteur;
import dev.sluice.kit.testbed.TestBed;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Proves that the kit can fail: a test of the rule that a wrong engine breaks catches it. {@link
 * ReferenceIT} shows that the engine without a fault passes the same tests.
 */
class SaboteursIT {

  /**
   * A test that every saboteur passes: so a failure comes from the fault, and not from an engine
   * that cannot run.
   */
  private static final String WITHOUT_RECORDS = "r16_anEmptyTopicDrainsAtOnce";

  private static final Set<Saboteur> HANG =
      EnumSet.of(
          Saboteur.NEVER_STOPS,
          Saboteur.NOTICES_A_FAILURE_AT_THE_NEXT_RECORD,
          Saboteur.OUTLIVES_ITS_SUPERVISOR,
          Saboteur.WAITS_FOR_THE_LAST_OFFSET);

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Duration PATIENCE_WITH_WHAT_HANGS = Duration.ofSeconds(15);
  private static final Path JUNIT_XML = Path.of("target", "saboteurs");

  private static SaboteurTrial trial;
  private static SaboteurTrial hurriedTrial;

  @RegisterExtension
  static final BeforeAllCallback SERVERS =
      context -> {
        TestBed testBed = KitExtension.testBed(context);
        trial = new SaboteurTrial(testBed, PATIENCE, JUNIT_XML);
        hurriedTrial = new SaboteurTrial(testBed, PATIENCE_WITH_WHAT_HANGS, JUNIT_XML);
      };

  @ParameterizedTest
  @EnumSource
  void aWrongEngineIsCaughtByTheTestsOfTheRuleThatItBreaks(Saboteur saboteur) {
    Set<String> tests = new HashSet<>(saboteur.caughtBy());
    tests.add(WITHOUT_RECORDS);
    SaboteurTrial.Verdict verdict =
        (HANG.contains(saboteur) ? hurriedTrial : trial).of(saboteur, tests::contains);
    assertTrue(
        verdict.catches(saboteur),
        () -> saboteur.code() + ": not caught by all of " + saboteur.caughtBy());
    assertEquals(
        Set.of(WITHOUT_RECORDS),
        verdict.passed(),
        () -> saboteur.code() + ": fails even without records: " + verdict.reasons());
  }

  @ParameterizedTest
  @EnumSource
  void whatCatchesAWrongEngineIsOfTheRuleThatItBreaks(Saboteur saboteur) {
    String rule = "r" + saboteur.rule() + "_";
    assertTrue(
        !saboteur.caughtBy().isEmpty()
            && saboteur.caughtBy().stream().allMatch(test -> test.startsWith(rule)));
  }
}
