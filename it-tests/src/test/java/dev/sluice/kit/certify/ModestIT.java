// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.certify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.kit.certify.TestResult.Result;
import dev.sluice.kit.contract.KitExtension;
import dev.sluice.kit.testbed.TestBed;
import dev.sluice.lab.engine.EngineCatalog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Shows that an engine can pass the proofs of capabilities that no real engine here declines. */
class ModestIT {

  private static TestBed testBed;

  @RegisterExtension
  static final BeforeAllCallback SERVERS = context -> testBed = KitExtension.testBed(context);

  @Test
  void r17_anEngineThatDeclinesStartsAndTablesProvesIt() {
    Set<String> tests =
        Set.of(
            "r16_anEmptyTopicDrainsAtOnce",
            "r15_earliestBeginsAtTheFirstRecordThatTheLogStillHas",
            "r17_everyStartButResumeIsRefused",
            "r17_beingToldToCreateTablesIsRefused");
    // Not closed: this would close the test bed, which belongs to the whole test run.
    Certification kit = new Certification(testBed, 1, Duration.ofSeconds(90), false);
    EngineFindings found =
        kit.run(
            "modest",
            ModestEngine.entry(EngineCatalog.home()),
            tests::contains,
            Path.of("target", "modest"),
            finding -> {});
    assertEquals(
        Set.of(
            "r16_anEmptyTopicDrainsAtOnce",
            "r17_everyStartButResumeIsRefused",
            "r17_beingToldToCreateTablesIsRefused"),
        named(found, Result.PASS));
    assertEquals(
        Set.of("r15_earliestBeginsAtTheFirstRecordThatTheLogStillHas"),
        named(found, Result.DECLINED));
    assertEquals(Set.of(), named(found, Result.FAIL), found::toString);
  }

  private static Set<String> named(EngineFindings found, Result result) {
    return found.findings().stream()
        .filter(finding -> finding.result() == result)
        .map(finding -> finding.test().name())
        .collect(Collectors.toSet());
  }
}
