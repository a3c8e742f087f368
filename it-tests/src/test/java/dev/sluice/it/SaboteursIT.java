package dev.sluice.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.it.certify.SaboteurTrial;
import dev.sluice.it.contract.KitExtension;
import dev.sluice.it.saboteur.Saboteur;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The kit can fail: every wrong engine is caught by a test of the rule that it breaks. */
class SaboteursIT {

  /** What every saboteur can do: a failure is then its fault's, and not that it cannot run. */
  private static final String WITHOUT_RECORDS = "r16_anEmptyTopicDrainsAtOnce";

  private static final Duration PATIENCE = Duration.ofSeconds(25);
  private static final Path JUNIT_XML = Path.of("target", "saboteurs");

  private static SaboteurTrial trial;

  @RegisterExtension
  static final BeforeAllCallback SERVERS =
      context -> trial = new SaboteurTrial(KitExtension.stage(context), PATIENCE, JUNIT_XML);

  @ParameterizedTest
  @EnumSource
  void aWrongEngineIsCaughtByATestOfTheRuleThatItBreaks(Saboteur saboteur) {
    Set<String> tests = new HashSet<>(saboteur.caughtBy());
    tests.add(WITHOUT_RECORDS);
    SaboteurTrial.Verdict verdict = trial.of(saboteur, tests::contains);
    assertTrue(verdict.catches(saboteur), () -> "not caught by " + saboteur.caughtBy());
    assertEquals(
        Set.of(WITHOUT_RECORDS),
        verdict.passed(),
        () -> "it cannot even do nothing: " + verdict.reasons());
  }

  @Test
  void withoutAFaultTheSameTestsPass() {
    Set<String> tests =
        Arrays.stream(Saboteur.values())
            .flatMap(saboteur -> saboteur.caughtBy().stream())
            .collect(Collectors.toCollection(TreeSet::new));
    SaboteurTrial.Verdict verdict = trial.reference(tests::contains);
    assertEquals(Set.of(), verdict.failed(), () -> String.join("\n", verdict.reasons()));
  }

  @ParameterizedTest
  @EnumSource
  void whatCatchesAWrongEngineIsATestOfItsRule(Saboteur saboteur) {
    String rule = "r" + saboteur.rule() + "_";
    assertTrue(saboteur.caughtBy().stream().allMatch(test -> test.startsWith(rule)));
  }
}
