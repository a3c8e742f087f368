// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.input.envelope;

import static dev.sluice.lab.input.select.InputFiles.records;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.config.EventsFile;
import dev.sluice.engine.decision.Decider;
import dev.sluice.lab.input.InputRecord;
import dev.sluice.lab.input.select.InputOptions;
import dev.sluice.lab.input.select.Inputs;
import dev.sluice.lab.run.DecisionSource;
import dev.sluice.model.Event;
import dev.sluice.model.EventMapping;
import dev.sluice.model.LogRecord;
import dev.sluice.model.Outcome;
import dev.sluice.model.Position;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples of mappings, with the outcomes and fields that were worked out by hand. */
class EventExamplesTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  @ParameterizedTest
  @MethodSource("names")
  void everyLineOfAnExampleBecomesWhatWasWorkedOutByHand(String name) throws IOException {
    EventMapping mapping =
        EventsFile.parse(name, Files.readString(folder().resolve(name + ".yaml")));
    assertEquals(numbered(expected(name)), numbered(outcomes(name, mapping)));
  }

  /** Its mapping names the fields as they are named anyway. */
  @Test
  void theTopicOfTextsNeedsNoMapping() throws IOException {
    assertEquals(numbered(expected("lecture")), numbered(outcomes("lecture", null)));
  }

  /** A newcomer copies an example, so each shows what else than good events a topic has. */
  @ParameterizedTest
  @MethodSource("names")
  void anExampleHasEveryKindOfOutcome(String name) throws IOException {
    Set<String> kinds = new TreeSet<>();
    for (Map<String, Object> line : expected(name)) {
      kinds.add(String.valueOf(line.get("outcome")).replaceFirst(":.*", ""));
    }
    assertEquals(Set.of("accepted", "filtered", "late", "malformed"), kinds);
  }

  @Test
  void theReadmeListsEveryExample() throws IOException {
    String readme = Files.readString(folder().resolve("README.md"));
    List<String> listed =
        readme
            .lines()
            .filter(line -> line.startsWith("| `"))
            .map(line -> line.substring(3, line.indexOf('`', 3)))
            .sorted()
            .toList();
    assertEquals(names().toList(), listed);
  }

  static Stream<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder())) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(file -> file.endsWith(".yaml"))
          .map(file -> file.substring(0, file.length() - ".yaml".length()))
          .sorted()
          .toList()
          .stream();
    }
  }

  private static List<Map<String, Object>> outcomes(String name, EventMapping mapping) {
    InputOptions options =
        InputOptions.from(folder().resolve(name + ".ndjson").toString()).withMapping(mapping);
    Decider decider = Decider.of(decision(mapping));
    Map<String, Integer> rows = new HashMap<>();
    List<Map<String, Object>> outcomes = new ArrayList<>();
    for (InputRecord record : records(Inputs.open(options))) {
      Position position = new Position(0, outcomes.size());
      Outcome outcome =
          decider
              .decide(new LogRecord(position, record.timestampMillis(), record.value()))
              .outcome();
      int line = outcomes.size() + 1;
      outcomes.add(described(outcome, line, rows));
    }
    return outcomes;
  }

  /** The default rules and times, for the mapping or for the contract's own names if it is null. */
  private static EngineConfig.Decision decision(EventMapping mapping) {
    EngineConfig.Decision defaults = DecisionSource.defaults().decision();
    return new EngineConfig.Decision(
        defaults.rulesJson(),
        mapping == null ? null : EventsFile.canonicalJson(mapping),
        EngineConfig.Decision.DEFAULT_LATENESS_MICROS,
        EngineConfig.Decision.DEFAULT_SKEW_MICROS,
        EngineConfig.Decision.DEFAULT_DEAD_LETTERS);
  }

  /**
   * An outcome in the words of the expected files.
   *
   * @param rows by {@code event_id}, the line that the row is from
   */
  private static Map<String, Object> described(
      Outcome outcome, int line, Map<String, Integer> rows) {
    Map<String, Object> described = new LinkedHashMap<>();
    if (outcome instanceof Outcome.Malformed malformed) {
      described.put("outcome", "malformed:" + malformed.reason().code());
    } else if (outcome instanceof Outcome.Filtered filtered) {
      described.put("outcome", "filtered:" + filtered.rule());
    } else if (outcome instanceof Outcome.Late late) {
      described.put("outcome", "late");
      described.put("lateness_micros", late.latenessMicros());
      describe(late.event(), described);
    } else if (outcome instanceof Outcome.Accepted accepted) {
      described.put("outcome", "accepted");
      Integer row =
          accepted.event().eventId() == null
              ? null
              : rows.putIfAbsent(accepted.event().eventId(), line);
      putPresent(described, "duplicate_of", row);
      describe(accepted.event(), described);
    }
    return described;
  }

  private static void describe(Event event, Map<String, Object> described) {
    Instant time = Instant.EPOCH.plus(event.eventTimeMicros(), ChronoUnit.MICROS);
    putPresent(described, "event_id", event.eventId());
    putPresent(described, "event_time", MICROS.format(time));
    putPresent(described, "host", event.host());
    putPresent(described, "url", event.url());
    putPresent(described, "ip", event.ip());
    putPresent(described, "method", event.method());
    putPresent(described, "status", event.status());
    putPresent(described, "bytes", event.bytes());
    putPresent(described, "referrer", event.referrer());
    putPresent(described, "user_agent", event.userAgent());
  }

  private static void putPresent(Map<String, Object> described, String name, Object value) {
    if (value != null) {
      described.put(name, value);
    }
  }

  private static List<Map<String, Object>> expected(String name) throws IOException {
    List<Map<String, Object>> lines = new ArrayList<>();
    for (String line : Files.readAllLines(folder().resolve(name + ".expected.ndjson"))) {
      lines.add(JSON.readValue(line, new TypeReference<Map<String, Object>>() {}));
    }
    return lines;
  }

  /** One text a line, so that a difference shows the line; numbers have no type of their own. */
  private static String numbered(List<Map<String, Object>> lines) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < lines.size(); i++) {
      text.append(i + 1).append(": ").append(lines.get(i)).append('\n');
    }
    return text.toString();
  }

  private static Path folder() {
    Path folder = Path.of("").toAbsolutePath();
    while (folder.getParent() != null && !Files.exists(folder.resolve("mvnw"))) {
      folder = folder.getParent();
    }
    return folder.resolve("examples/events");
  }
}
