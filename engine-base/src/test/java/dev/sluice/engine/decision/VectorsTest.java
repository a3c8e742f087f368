// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.config.EventsFile;
import dev.sluice.engine.config.Json;
import dev.sluice.engine.config.RulesFile;
import dev.sluice.model.Event;
import dev.sluice.model.LogRecord;
import dev.sluice.model.Outcome;
import dev.sluice.model.Position;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Decides the contract's vectors, whose outcomes are written by hand. */
class VectorsTest {

  private static final Path FOLDER = Path.of("..", "docs", "contract");
  private static final String MAIN = "vectors.jsonl";

  @TestFactory
  List<DynamicTest> r3_everyVectorHasItsOutcome() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (String file : files()) {
      List<Map<?, ?>> lines = lines(file);
      Decider decider = Decider.of(assumed(file, lines.get(0)));
      for (Map<?, ?> vector : lines.subList(1, lines.size())) {
        String name = file + " " + vector.get("rule") + " " + vector.get("name");
        tests.add(dynamicTest(name, () -> check(vector, decider)));
      }
    }
    return tests;
  }

  @Test
  void everyOutcomeOccurs() throws IOException {
    assertEquals(
        Set.of("accepted", "filtered", "late", "malformed"), Set.copyOf(each(MAIN, "outcome")));
  }

  @Test
  void namesAreUnique() throws IOException {
    for (String file : files()) {
      List<Object> names = each(file, "name");
      assertEquals(names.size(), Set.copyOf(names).size(), file);
    }
  }

  /** Rules whose names start with {@code never_} must not drop any. */
  @Test
  void everyRuleDropsAnEvent() throws IOException {
    for (String file : files()) {
      Set<Object> never = new TreeSet<>();
      RulesFile.parse(file, Json.write(lines(file).get(0).get("rules")))
          .rules()
          .forEach(rule -> never.add(rule.name()));
      Set<Object> dropping = new HashSet<>(each(file, "reason"));
      never.removeIf(rule -> dropping.contains(rule) || rule.toString().startsWith("never_"));
      assertEquals(Set.of(), never, file);
    }
  }

  /** An engine in any language can then use the rules as the lab passes them. */
  @Test
  void rulesAreInCanonicalJson() throws IOException {
    for (String file : files()) {
      EngineConfig.Decision assumed = assumed(file, lines(file).get(0));
      String line = Files.readAllLines(FOLDER.resolve(file)).get(0);
      String events =
          assumed.eventsJson() == null ? "" : "\"events\":" + assumed.eventsJson() + ",";
      String start = "{\"rules\":" + assumed.rulesJson() + "," + events + "\"allowed_";
      assertTrue(line.startsWith(start), () -> file + ": " + start);
    }
  }

  private static List<Object> each(String file, String member) throws IOException {
    List<Map<?, ?>> lines = lines(file);
    List<Object> found = new ArrayList<>();
    lines.subList(1, lines.size()).forEach(vector -> found.add(vector.get(member)));
    return found;
  }

  /** The files of the vectors: records, conditions of rules, mappings. */
  private static List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      List<String> found =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.startsWith("vectors") && name.endsWith(".jsonl"))
              .sorted()
              .toList();
      assertEquals(13, found.size(), found.toString());
      return found;
    }
  }

  private static void check(Map<?, ?> vector, Decider decider) {
    Position position = new Position(3, 7);
    LogRecord record =
        new LogRecord(position, ((Number) vector.get("timestamp")).longValue(), value(vector));
    Outcome outcome = decider.decide(record).outcome();
    if (outcome instanceof Outcome.Malformed malformed) {
      assertOutcome(vector, "malformed", malformed.reason().code());
    } else if (outcome instanceof Outcome.Filtered filtered) {
      assertOutcome(vector, "filtered", filtered.rule());
    } else if (outcome instanceof Outcome.Late late) {
      assertOutcome(vector, "late", null);
      assertEquals(((Number) vector.get("lateness_micros")).longValue(), late.latenessMicros());
      assertRow(vector, late.event(), position);
    } else {
      assertOutcome(vector, "accepted", null);
      assertRow(vector, assertInstanceOf(Outcome.Accepted.class, outcome).event(), position);
    }
  }

  private static void assertOutcome(Map<?, ?> vector, String outcome, String reason) {
    assertEquals(vector.get("outcome") + " " + vector.get("reason"), outcome + " " + reason);
  }

  private static void assertRow(Map<?, ?> vector, Event event, Position position) {
    Map<Object, Object> expected = new LinkedHashMap<>((Map<?, ?>) vector.get("row"));
    String identity = event.identity("t", position);
    expected.replace("identity", "p:*", "p:t-3-7");
    expected.replaceAll(
        (column, value) -> column.equals("event_time") ? micros((String) value) : value);

    Map<String, Object> row = new LinkedHashMap<>();
    row.put("identity", identity);
    row.put("event_time", event.eventTimeMicros());
    row.put("host", event.host());
    row.put("url", event.url());
    row.put("ip", event.ip());
    row.put("method", event.method());
    row.put("status", event.status());
    row.put("bytes", event.bytes());
    row.put("referrer", event.referrer());
    row.put("user_agent", event.userAgent());
    row.values().removeIf(value -> value == null);
    assertTrue(row.keySet().containsAll(expected.keySet()), expected + " is not " + row);
    row.forEach(
        (column, value) ->
            assertEquals(String.valueOf(expected.get(column)), String.valueOf(value), column));
  }

  private static long micros(String time) {
    Instant instant = Instant.parse(time);
    return instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1_000;
  }

  private static byte[] value(Map<?, ?> vector) {
    if (vector.get("value_base64") instanceof String base64) {
      return Base64.getDecoder().decode(base64);
    }
    if (vector.get("value_repeat") instanceof Map<?, ?> repeat) {
      String unit = (String) repeat.get("unit");
      int count = ((Number) repeat.get("count")).intValue();
      return bytes(repeat.get("prefix") + unit.repeat(count) + repeat.get("suffix"));
    }
    assertTrue(vector.containsKey("value"), "a vector without a value");
    return vector.get("value") == null ? null : bytes((String) vector.get("value"));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static EngineConfig.Decision assumed(String file, Map<?, ?> first) {
    return new EngineConfig.Decision(
        RulesFile.canonicalJson(RulesFile.parse(file, Json.write(first.get("rules")))),
        first.get("events") == null
            ? null
            : EventsFile.canonicalJson(EventsFile.parse(file, Json.write(first.get("events")))),
        ((Number) first.get("allowed_lateness_micros")).longValue(),
        ((Number) first.get("allowed_skew_micros")).longValue(),
        10_000);
  }

  private static List<Map<?, ?>> lines(String file) throws IOException {
    Load load = new Load(LoadSettings.builder().build());
    List<Map<?, ?>> lines = new ArrayList<>();
    for (String line : Files.readAllLines(FOLDER.resolve(file))) {
      lines.add((Map<?, ?>) load.loadFromString(ascii(line)));
    }
    return lines;
  }

  /** JSON is YAML 1.2, except for some characters that must be escaped in YAML. */
  private static String ascii(String line) {
    StringBuilder ascii = new StringBuilder();
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c < 0x7f) {
        ascii.append(c);
      } else {
        ascii.append("\\u%04x".formatted((int) c));
      }
    }
    return ascii.toString();
  }
}
