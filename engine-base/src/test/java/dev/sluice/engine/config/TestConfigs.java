// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.config;

import java.util.Map;

/** Configurations for tests. */
public final class TestConfigs {

  private static final String EVENTS =
      "{\"version\":1,\"fields\":{\"event_time\":{\"from\":\"t\"},\"host\":{\"value\":\"h\"},"
          + "\"url\":{\"from\":\"u\"}}}";

  /** A configuration in which every field differs from its default. */
  public static EngineConfig full(String rulesJson) {
    return new EngineConfig(
        "spark",
        new EngineConfig.Kafka(
            "broker:9092", "events", Map.of("client.id", "me", "security.protocol", "SSL")),
        TestSink.settings(
            "test://db:5432/app", "pa\"ss\\ \u0007ä😀", true, Map.of("client.id", "it")),
        new EngineConfig.Decision(rulesJson, EVENTS, null, 5L, 7L),
        "offsets:0=15,1=7",
        true,
        true,
        4,
        new EngineConfig.Batching(9, 11L),
        10L,
        130L,
        140L,
        "/state",
        new ListenAddress("::1", 9_400));
  }

  /**
   * A configuration with the given start option and drain, schema {@code s} and topic {@code t}.
   */
  public static EngineConfig starting(String start, boolean drain) {
    return new EngineConfig(
        "flink",
        new EngineConfig.Kafka("broker:9092", "t", Map.of()),
        TestSink.settings("test://db", "secret-word", false, Map.of()),
        new EngineConfig.Decision(
            "{\"version\":1,\"rules\":[]}", null, 15_000_000L, 60_000_000L, 10_000),
        start,
        drain,
        false,
        2,
        new EngineConfig.Batching(10_000, 50),
        1_000,
        120_000,
        30_000,
        "/state");
  }

  private TestConfigs() {}
}
