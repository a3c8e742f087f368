// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.testbed;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.config.RulesFile;
import dev.sluice.lab.run.DecisionSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Hand-written records with obvious outcomes, given {@link #RULES} and the record timestamp {@link
 * #ARRIVED}.
 */
public final class Events {

  /** 2026-01-01T00:00:10Z, in milliseconds; good events are ten seconds older. */
  public static final long ARRIVED = Scenarios.TIMESTAMP;

  /** Two rules with conditions that every engine supports: {@code robots}, then {@code private}. */
  public static final DecisionSource RULES =
      new DecisionSource(
          "by hand",
          RulesFile.parse(
              "by hand",
              """
              {"version":1,"rules":[
              {"name":"robots","when":{"contains":{"field":"user_agent","words":["bot"]}}},
              {"name":"private","when":{"prefix":{"field":"url","values":["/private/"]}}}]}
              """),
          EngineConfig.Decision.DEFAULT_LATENESS_MICROS,
          EngineConfig.Decision.DEFAULT_SKEW_MICROS,
          EngineConfig.Decision.DEFAULT_DEAD_LETTERS);

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TIME = "2026-01-01T00:00:00Z";
  private static final String TOO_EARLY = "2025-12-31T23:59:50Z";

  /** An accepted event. */
  public static String good(String id) {
    return of(Map.of("event_id", id));
  }

  /** The given number of different accepted events. */
  public static String[] good(String prefix, int count) {
    return IntStream.range(0, count).mapToObj(i -> good(prefix + i)).toArray(String[]::new);
  }

  /** An accepted event of a host. */
  public static String of(String id, String host) {
    return of(Map.of("event_id", id, "host", host));
  }

  /** A late event: it arrives after 20 s, 5 s more than allowed. */
  public static String late(String id) {
    return of(Map.of("event_id", id, "event_time", TOO_EARLY));
  }

  /** An event that the first rule filters. */
  public static String robot(String id) {
    return of(Map.of("event_id", id, "user_agent", "examplebot/1.0"));
  }

  /** An event that the first rule filters, although it would be late. */
  public static String lateRobot(String id) {
    return of(Map.of("event_id", id, "user_agent", "examplebot/1.0", "event_time", TOO_EARLY));
  }

  /** An event that the second rule filters. */
  public static String hidden(String id) {
    return of(Map.of("event_id", id, "url", "/private/page"));
  }

  private static String of(Map<String, String> fields) {
    Map<String, String> event = new LinkedHashMap<>();
    event.put("event_time", TIME);
    event.put("host", "shop.example");
    event.put("url", "/page");
    event.putAll(fields);
    try {
      return JSON.writeValueAsString(event);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(fields.toString(), e);
    }
  }

  private Events() {}
}
