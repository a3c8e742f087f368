// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.engine.config.RulesFile;
import dev.sluice.kit.testbed.Launch;
import dev.sluice.kit.testbed.Scenarios;
import dev.sluice.kit.testbed.TestBed;
import dev.sluice.lab.compare.Coverage;
import dev.sluice.model.Reason;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * For every input, the tables equal the oracle's. Since this is true of each engine, the tables of
 * all engines are equal (R11).
 */
public abstract class ConvergenceContract extends EngineTest {

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2})
  void r11_defaultTrafficLeavesTheOraclesTables(long seed) throws Exception {
    TestBed.Scenario scenario = scenarios().traffic(seed);
    assertNotVacuous(scenario);
    drainAndCompare(scenario);
  }

  @Stochastic
  @Test
  void r11_trafficOfTheRunsOwnSeedLeavesTheOraclesTables() throws Exception {
    TestBed.Scenario scenario = scenarios().traffic(1_000 + seed());
    assertNotVacuous(scenario);
    drainAndCompare(scenario);
  }

  /** Facts from the README of the file: only line 8899 does not parse. */
  @Test
  void r11_aRealAccessLogLeavesTheOraclesTables() throws Exception {
    TestBed.Scenario scenario = accessLog();
    assertEquals(10_000, scenario.oracle().counts().seen());
    assertEquals(1, scenario.oracle().counts().malformed());
    Launch launch = drainAndCompare(scenario);
    try (Connection connection = testBed().connect();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT reason, convert_from(raw, 'UTF8') FROM "
                    + launch.schema()
                    + ".dead_letters")) {
      assertTrue(row.next());
      assertEquals("not_json", row.getString(1));
      assertEquals(Files.readAllLines(Scenarios.accessLogFile()).get(8_898), row.getString(2));
      assertTrue(!row.next(), "more than one dead letter");
    }
  }

  private static void assertNotVacuous(TestBed.Scenario scenario) {
    Coverage coverage =
        Coverage.of(
            scenario.oracle().counts(),
            RulesFile.parse(scenario.topic(), scenario.decision().rulesJson()));
    assertTrue(coverage.isComplete(), () -> "did not occur: " + coverage);
    Set<String> reasons = new TreeSet<>(scenario.oracle().counts().malformedByReason().keySet());
    for (Reason reason : Reason.values()) {
      assertTrue(
          reasons.contains(reason.code()), () -> "no record is malformed with " + reason.code());
    }
  }
}
