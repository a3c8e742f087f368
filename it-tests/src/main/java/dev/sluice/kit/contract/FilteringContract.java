// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.contract;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.kit.testbed.KeptRows;
import dev.sluice.kit.testbed.Launch;
import dev.sluice.kit.testbed.TestBed;
import dev.sluice.kit.testbed.Vectors;
import dev.sluice.lab.engine.Capability;
import dev.sluice.sink.postgres.Ledger;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Every record has the outcome that the contract requires (R1 to R6). Expected outcomes are those
 * of the hand-written vectors, not the oracle's.
 */
public abstract class FilteringContract extends EngineTest {

  private static final String VECTORS = "vectors.jsonl";

  @Test
  void r1_valuesAreReadAsTheVectorsSay() throws Exception {
    vectors().checkRule("R1");
  }

  /** Every third transaction of one partition was aborted. */
  @Test
  void r1_recordsOfAbortedTransactionsAreNotRead() throws Exception {
    TestBed.Scenario scenario = scenarios().transactions();
    assertEqualToOracle(scenario, drained(scenario));
  }

  @Test
  void r2_identitiesAreMadeAsTheVectorsSay() throws Exception {
    vectors().checkRule("R2");
  }

  @Test
  void r3_recordsHaveTheOneOutcomeThatTheVectorsSay() throws Exception {
    vectors().checkRule("R3");
  }

  @Test
  void r4_eventsAreLateAsTheVectorsSay() throws Exception {
    vectors().checkRule("R4");
  }

  @Test
  void r5_eventsAreOfTheFutureAsTheVectorsSay() throws Exception {
    vectors().checkRule("R5");
  }

  @Test
  void r6_timesTextsAndNumbersAreBoundedAsTheVectorsSay() throws Exception {
    vectors().checkRule("R6");
  }

  @Test
  void r8_theVectorsBytesAreKept() throws Exception {
    vectors().checkRaw();
  }

  @Requires(Capability.LEDGER)
  @Test
  void r9_theVectorsAreCountedUnderRuleAndReason() throws Exception {
    Launch launch = drainedVectors();
    try (Connection connection = testBed().connect()) {
      vectors().checkCounts(Ledger.rows(connection, launch.schema(), launch.topic()).get(0));
    }
  }

  @Test
  void r3_requiredConditionsHoldAsTheVectorsSay() throws Exception {
    checkConditions("conditions");
  }

  @Requires(Capability.MATCHES)
  @Test
  void r3_regularExpressionsAreFoundAsTheVectorsSay() throws Exception {
    checkConditions("matches");
  }

  @Requires(Capability.IN_RANGE)
  @Test
  void r3_rangesHoldAddressesAsTheVectorsSay() throws Exception {
    checkConditions("in_range");
  }

  @Requires(Capability.BETWEEN)
  @Test
  void r3_boundsHoldNumbersAsTheVectorsSay() throws Exception {
    checkConditions("between");
  }

  @ProvesDecline(Capability.MATCHES)
  @Test
  void r17_aRegularExpressionIsRefused() {
    assertRefused("matches", Map.of("field", "url", "regex", "^/v[0-9]+/"));
  }

  @ProvesDecline(Capability.IN_RANGE)
  @Test
  void r17_aRangeOfAddressesIsRefused() {
    assertRefused("in_range", Map.of("field", "ip", "cidrs", List.of("10.0.0.0/8")));
  }

  @ProvesDecline(Capability.BETWEEN)
  @Test
  void r17_aRangeOfNumbersIsRefused() {
    assertRefused("between", Map.of("field", "status", "min", 400));
  }

  /**
   * Asserts the refusal of a condition, also if it is nested in a rule whose other branch is
   * supported.
   */
  private void assertRefused(String condition, Map<String, Object> body) {
    Map<String, Object> when =
        Map.of("any", List.of(Map.of("missing", Map.of("field", "ip")), Map.of(condition, body)));
    Map<String, Object> rule = Map.of("name", "rule_with_what_is_declined", "when", when);
    String reason =
        refusal(launch(scenarios().empty()).with("rules", Map.of("rules", List.of(rule))));
    assertTrue(
        reason.contains("rule_with_what_is_declined") && reason.contains(condition),
        () -> "the reason does not name both the rule and " + condition + ": " + reason);
  }

  private Launch drainedVectors() {
    return drained(scenarios().vectors("vectors", Vectors.of(VECTORS)));
  }

  private VectorCheck vectors() throws Exception {
    return checkOf(Vectors.of(VECTORS), drainedVectors());
  }

  private void checkConditions(String name) throws Exception {
    Vectors vectors = Vectors.of("vectors-" + name + ".jsonl");
    TestBed.Scenario scenario = scenarios().vectors("vectors_" + name, vectors);
    checkOf(vectors, drained(scenario)).checkAll();
  }

  private VectorCheck checkOf(Vectors vectors, Launch launch) throws Exception {
    try (Connection connection = testBed().connect()) {
      return new VectorCheck(vectors, launch.topic(), KeptRows.of(connection, launch.schema()));
    }
  }
}
