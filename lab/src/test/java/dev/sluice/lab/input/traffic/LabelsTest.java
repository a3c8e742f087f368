// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.input.traffic;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.config.RulesFile;
import dev.sluice.engine.decision.Decider;
import dev.sluice.lab.input.InputRecord;
import dev.sluice.lab.input.InputRecords;
import dev.sluice.model.LogRecord;
import dev.sluice.model.Outcome;
import dev.sluice.model.Position;
import dev.sluice.rules.RuleSet;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Labels and decisions are made independently of each other; this test compares them. */
class LabelsTest {

  private static final RuleSet RULES =
      RulesFile.parse("the default rules", RulesFile.defaultRules());

  @Test
  void r3_everyLabelIsWhatTheDecisionSays() {
    for (long seed = 1; seed <= 5; seed++) {
      assertEquals(Map.of(), differences(seed, 20_000, TrafficProfile.defaults()), "seed " + seed);
      assertEquals(
          Map.of(), differences(seed, 2_000, TrafficProfile.malformedOnly()), "seed " + seed);
    }
  }

  private static Map<String, String> differences(long seed, int events, TrafficProfile profile) {
    Decider decider =
        Decider.of(
            new EngineConfig.Decision(
                RulesFile.canonicalJson(RULES), null, 15_000_000L, 60_000_000L, 10_000L));
    Map<String, String> differences = new TreeMap<>();
    try (InputRecords records = TrafficGenerator.of(seed, events, 4, profile).records()) {
      while (records.hasNext()) {
        InputRecord record = records.next();
        LogRecord read =
            new LogRecord(
                new Position(record.partition(), 0), record.timestampMillis(), record.value());
        String decided = code(decider.decide(read).outcome());
        if (!decided.equals(record.label().code())) {
          differences.put(record.label().code() + " is decided " + decided, shown(record));
        }
      }
    }
    return differences;
  }

  private static String code(Outcome outcome) {
    if (outcome instanceof Outcome.Malformed malformed) {
      return "malformed:" + malformed.reason().code();
    }
    if (outcome instanceof Outcome.Filtered filtered) {
      return "filtered:" + filtered.rule();
    }
    return outcome instanceof Outcome.Late ? "late" : "accepted";
  }

  private static String shown(InputRecord record) {
    return record.value() == null ? "null" : new String(record.value(), StandardCharsets.UTF_8);
  }
}
