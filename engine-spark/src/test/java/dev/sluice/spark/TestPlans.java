// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spark;

import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.config.SinkSettings;
import dev.sluice.engine.plan.RunPlan;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Plans for tests; their servers do not exist. */
final class TestPlans {

  static final String TOPIC = "web";

  /** A run that continues until stopped, from the given offsets. */
  static RunPlan endless(Map<Integer, Long> starts) {
    return endless(starts, Path.of("target", "unused"));
  }

  static RunPlan endless(Map<Integer, Long> starts, Path stateDir) {
    return new RunPlan(config(false, stateDir), "run-7", new TreeMap<>(starts), new TreeMap<>());
  }

  /** A drain from the given offsets up to the given ends. */
  static RunPlan drain(Map<Integer, Long> starts, Map<Integer, Long> ends) {
    return new RunPlan(
        config(true, Path.of("target", "unused")),
        "run-7",
        new TreeMap<>(starts),
        new TreeMap<>(ends));
  }

  /**
   * The same plan for another run.
   *
   * @param runId the other run's id
   */
  static RunPlan ofRun(String runId, RunPlan plan) {
    return new RunPlan(plan.config(), runId, plan.starts(), plan.ends());
  }

  /** No rules, 15 s and 60 s of allowed lateness and skew, a commit interval of 250 ms. */
  private static EngineConfig config(boolean drain, Path stateDir) {
    return new EngineConfig(
        "spark",
        new EngineConfig.Kafka("127.0.0.1:1", TOPIC, Map.of("fetch.min.bytes", "7")),
        new SinkSettings(
            "postgres",
            Map.of(
                "postgres.url", "jdbc:postgresql://127.0.0.1:1/x",
                "postgres.user", "u",
                "postgres.password", "",
                "postgres.schema", "sluice",
                "postgres.create.tables", false)),
        new EngineConfig.Decision(
            "{\"version\":1,\"rules\":[]}", null, 15_000_000L, 60_000_000L, 10),
        "resume",
        drain,
        false,
        2,
        new EngineConfig.Batching(100, 50),
        250,
        1_000,
        30_000,
        stateDir.toString());
  }

  private TestPlans() {}
}
