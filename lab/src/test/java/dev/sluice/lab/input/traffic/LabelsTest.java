package dev.sluice.lab.input.traffic;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.lab.input.InputRecord;
import dev.sluice.lab.input.InputRecords;
import dev.sluice.model.Decoded;
import dev.sluice.model.Event;
import dev.sluice.model.EventDecoder;
import dev.sluice.rules.Condition;
import dev.sluice.rules.Field;
import dev.sluice.rules.Filter;
import dev.sluice.rules.Rule;
import dev.sluice.rules.RuleSet;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Labels and decision are made apart from each other; here they meet. The rules are written out, so
 * that what they say is in one place with what the generator promises.
 */
class LabelsTest {

  private static final RuleSet RULES =
      new RuleSet(
          List.of(
              new Rule(
                  "bots",
                  new Condition.Contains(
                      Field.USER_AGENT,
                      List.of(
                          "bot",
                          "crawler",
                          "spider",
                          "slurp",
                          "curl/",
                          "wget",
                          "python-requests",
                          "go-http-client",
                          "okhttp",
                          "scrapy",
                          "headless",
                          "java/",
                          "monitor",
                          "preview"))),
              new Rule(
                  "static_assets",
                  new Condition.Suffix(
                      Field.PATH,
                      List.of(
                          ".css", ".js", ".png", ".jpg", ".jpeg", ".gif", ".svg", ".ico", ".woff",
                          ".woff2", ".map", ".webp", ".ttf", ".txt", ".xml"))),
              new Rule(
                  "health_checks",
                  new Condition.Any(
                      List.of(
                          new Condition.OneOf(
                              Field.PATH,
                              List.of("/health", "/healthz", "/ready", "/livez", "/ping")),
                          new Condition.Prefix(
                              Field.USER_AGENT, List.of("kube-probe/", "ELB-HealthChecker/"))))),
              new Rule(
                  "internal_clients",
                  new Condition.InRange(
                      Field.IP,
                      List.of(
                          "10.0.0.0/8",
                          "172.16.0.0/12",
                          "192.168.0.0/16",
                          "127.0.0.0/8",
                          "169.254.0.0/16",
                          "::1/128",
                          "fc00::/7",
                          "fe80::/10"))),
              new Rule("failed_requests", new Condition.Between(Field.STATUS, 400L, 599L)),
              new Rule(
                  "untracked_hosts",
                  new Condition.Not(
                      new Condition.OneOf(
                          Field.HOST,
                          List.of(
                              "shop.example",
                              "www.shop.example",
                              "blog.example",
                              "docs.example"))))));

  @Test
  void r3_everyLabelIsWhatTheDecisionSays() {
    for (long seed = 1; seed <= 5; seed++) {
      assertEquals(Map.of(), differences(seed, 20_000, TrafficProfile.defaults()), "seed " + seed);
      assertEquals(
          Map.of(), differences(seed, 2_000, TrafficProfile.malformedOnly()), "seed " + seed);
    }
  }

  private static Map<String, String> differences(long seed, int events, TrafficProfile profile) {
    EventDecoder decoder = new EventDecoder();
    Filter filter = Filter.of(RULES);
    Map<String, String> differences = new TreeMap<>();
    try (InputRecords records = TrafficGenerator.of(seed, events, 4, profile).records()) {
      while (records.hasNext()) {
        InputRecord record = records.next();
        String decided = decided(record, decoder.decode(record.value()), filter);
        if (!decided.equals(record.label().code())) {
          differences.put(record.label().code() + " is decided " + decided, shown(record));
        }
      }
    }
    return differences;
  }

  private static String decided(InputRecord record, Decoded decoded, Filter filter) {
    if (decoded instanceof Decoded.Bad bad) {
      return "malformed:" + bad.reason().code();
    }
    Event event = ((Decoded.Ok) decoded).event();
    long lateness = record.timestampMillis() * 1_000 - event.eventTimeMicros();
    if (lateness < -60_000_000) {
      return "malformed:from_the_future";
    }
    return filter
        .drops(event)
        .map(rule -> "filtered:" + rule)
        .orElse(lateness > 15_000_000 ? "late" : "accepted");
  }

  private static String shown(InputRecord record) {
    return record.value() == null ? "null" : new String(record.value(), StandardCharsets.UTF_8);
  }
}
