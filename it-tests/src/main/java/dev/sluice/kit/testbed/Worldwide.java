// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.testbed;

import static dev.sluice.kit.testbed.HandMade.TIME;
import static dev.sluice.kit.testbed.HandMade.event;

import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.config.RulesFile;
import dev.sluice.lab.run.DecisionSource;
import java.util.List;

/**
 * Records whose outcomes or rows would differ if the locale or time zone of the process were used:
 * for the case of letters, digits, the calendar or the time of day.
 */
public final class Worldwide {

  private static final HandMade RECORDS =
      new HandMade(1)
          .add(0, "capital", identified("I", ""))
          .add(0, "small", identified("i", ""))
          .add(0, "dotted-capital", identified("\u0130", ""))
          .add(0, "dotless-small", identified("\u0131", ""))
          .add(0, "loud", identified("loud", "\"user_agent\":\"SPIDER/1.0\""))
          .add(0, "loud-dotted", identified("loud-dotted", "\"user_agent\":\"SP\u0130DER\""))
          .add(0, "loud-dotless", identified("loud-dotless", "\"user_agent\":\"SP\u0131DER\""))
          .add(0, "quiet", identified("quiet", "\"user_agent\":\"index/2\""))
          .add(0, "quiet-dotless", identified("quiet-dotless", "\"user_agent\":\"\u0131ndex/2\""))
          .add(0, "image", event(TIME, "/images/1", "\"event_id\":\"image\""))
          .add(0, "loud-image", event(TIME, "/IMAGES/1", "\"event_id\":\"loud-image\""))
          .add(0, "number", identified("1234567890", "\"status\":200,\"bytes\":1234567890"))
          .add(0, "nameless", event(TIME, "/", "\"status\":404,\"bytes\":98765"))
          .add(0, "late", event("2025-12-31T23:59:50+00:00", "/", "\"event_id\":\"late\""))
          .add(0, "bad-number", identified("bad-number", "\"status\":-1"))
          .add(0, "no-json", "{")
          .add(0, "other-zone", event("2026-01-01T07:00:00+07:00", "/", "\"event_id\":\"zone\""));

  private static final DecisionSource RULES =
      new DecisionSource(
          "worldwide",
          RulesFile.parse(
              "worldwide",
              """
              {"version":1,"rules":[
              {"name":"spiders","when":{"contains":{"field":"user_agent","words":["spider"]}}},
              {"name":"indexers","when":{"contains":{"field":"user_agent","words":["INDEX"]}}},
              {"name":"images","when":{"prefix":{"field":"path","values":["/images/"]}}}]}
              """),
          EngineConfig.Decision.DEFAULT_LATENESS_MICROS,
          EngineConfig.Decision.DEFAULT_SKEW_MICROS,
          EngineConfig.Decision.DEFAULT_DEAD_LETTERS);

  /** A topic with these records. */
  public static TestBed.Scenario scenario(TestBed testBed) {
    return RECORDS.scenario(testBed, "worldwide", RULES);
  }

  /** The partition, offset and identity of the accepted records, in order. */
  public static List<String> accepted(String topic) {
    return List.of(
        "0 0 e:I",
        "0 1 e:i",
        "0 2 e:\u0130",
        "0 3 e:\u0131",
        "0 5 e:loud-dotted",
        "0 6 e:loud-dotless",
        "0 8 e:quiet-dotless",
        "0 10 e:loud-image",
        "0 11 e:1234567890",
        "0 12 p:" + topic + "-0-12",
        "0 16 e:zone");
  }

  private static String identified(String id, String members) {
    return event(
        TIME, "/", "\"event_id\":\"" + id + '"' + (members.isEmpty() ? "" : "," + members));
  }

  private Worldwide() {}
}
