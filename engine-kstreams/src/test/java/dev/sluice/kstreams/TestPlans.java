// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kstreams;

import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.config.SinkSettings;
import dev.sluice.engine.plan.RunPlan;
import java.util.Map;
import java.util.TreeMap;

/** Plans for tests; their servers do not exist. */
final class TestPlans {

  static final String TOPIC = "web";

  /** A run that continues until stopped, from the given offsets. */
  static RunPlan endless(Map<Integer, Long> starts) {
    return new RunPlan(config(false, Map.of()), "run-7", new TreeMap<>(starts), new TreeMap<>());
  }

  /** A drain from the given offsets up to the given ends. */
  static RunPlan drain(Map<Integer, Long> starts, Map<Integer, Long> ends) {
    return new RunPlan(config(true, Map.of()), "run-7", new TreeMap<>(starts), new TreeMap<>(ends));
  }

  /**
   * A configuration with a retry deadline of 1 s, no rules, and 15 s and 60 s of allowed lateness
   * and skew.
   *
   * @param kafka further properties of the Kafka clients
   */
  static EngineConfig config(boolean drain, Map<String, String> kafka) {
    return config(drain, kafka, 1_000);
  }

  static EngineConfig config(boolean drain, Map<String, String> kafka, long retryDeadlineMillis) {
    return new EngineConfig(
        "kstreams",
        new EngineConfig.Kafka("127.0.0.1:1", TOPIC, kafka),
        new SinkSettings("postgres", Map.of()),
        new EngineConfig.Decision(
            "{\"version\":1,\"rules\":[]}", null, 15_000_000L, 60_000_000L, 10),
        "resume",
        drain,
        false,
        2,
        new EngineConfig.Batching(100, 50),
        1_000,
        retryDeadlineMillis,
        30_000,
        "target/unused");
  }

  private TestPlans() {}
}
