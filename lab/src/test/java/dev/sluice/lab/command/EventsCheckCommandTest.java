// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventsCheckCommandTest {

  private static final int COLUMNS = 100;
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String MAPPING =
      """
      version: 1
      fields:
        event_time: { from: at.ms, format: epoch_millis }
        host: { value: shop.example }
        url: { from: req.uri }
        status: { from: code }
        user_agent: { from: req.agents, first: true }
      """;

  @TempDir Path temp;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... args) {
    return SluiceCommand.run(args, new PrintWriter(out), new PrintWriter(err));
  }

  private String file(String name, String... lines) throws IOException {
    return Files.write(temp.resolve(name), List.of(lines), StandardCharsets.UTF_8).toString();
  }

  private List<String> lines() {
    return out.toString()
        .replace('→', '>')
        .lines()
        .map(line -> line.replaceAll(" {2,}", "  ").strip())
        .filter(line -> !line.isEmpty())
        .toList();
  }

  private List<String> lines(String from, int count) {
    List<String> lines = lines();
    int at = lines.indexOf(from);
    assertTrue(at >= 0, () -> "no line '" + from + "' in " + lines);
    return lines.subList(at, Math.min(lines.size(), at + count));
  }

  @Test
  void eachFieldOfTheFirstRecordsIsShownWithItsPathAndItsValueOrWhatIsWrong() throws IOException {
    String input =
        file(
            "app.json",
            "{\"at\":{\"ms\":1767225600001},\"code\":200,\"req\":{\"uri\":\"/a\",\"agents\":[\"x/1\"]}}",
            "{\"at\":{\"ms\":\"soon\"},\"code\":\"200\",\"req\":{\"agents\":[]}}",
            "{\"at\":7,\"req\":null,\"code\":1000}",
            "{\"at\":");
    String events = file("my.yaml", MAPPING);
    assertEquals(
        0, run("events", "check", "--events", events, input, "--show", "4"), err::toString);
    assertEquals(
        List.of(
            "Record 1: accepted",
            "event_time  at.ms > 1767225600001, which is 2026-01-01T00:00:00.001Z",
            "host  value > shop.example",
            "url  req.uri > /a",
            "status  code > 200",
            "user_agent  req.agents > x/1",
            "Record 2: malformed:missing_field",
            "event_time  at.ms > wrong_type: at.ms is a text, not a number (see text: allowed)",
            "host  value > shop.example",
            "url  req.uri > missing_field: there is no uri in req",
            "status  code > wrong_type: code is a text, not a number (see text: allowed)",
            "user_agent  req.agents > absent: req.agents is an empty array",
            "Record 3: malformed:missing_field",
            "event_time  at.ms > wrong_type: at is a number, not an object",
            "host  value > shop.example",
            "url  req.uri > missing_field: req is null",
            "status  code > bad_number: '1000' is not a whole number from 0 to 999",
            "user_agent  req.agents > absent: req is null",
            "Record 4: malformed:not_json",
            "- {\"at\":"),
        lines("Record 1: accepted", 20));
    assertEquals(
        List.of("accepted  1  25.0 %", "malformed:missing_field  2  50.0 %"),
        lines("accepted  1  25.0 %", 2));
    assertEquals(
        List.of(
            "- missing_field, record 2: url from req.uri: there is no uri in req;",
            "{\"at\":{\"ms\":\"soon\"},\"code\":\"200\",\"req\":{\"agents\":[]}}"),
        lines("- missing_field, record 2: url from req.uri: there is no uri in req;", 2));
    assertEquals("Not mapped  event_id, ip, method, bytes, referrer", lines().get(1));
    assertEquals("EVENTS: 1 OF 4 RECORDS", lines().get(lines().size() - 1));
    assertEquals("", err.toString());
  }

  /** The expected outcomes were worked out by hand, line by line. */
  @ParameterizedTest
  @ValueSource(strings = {"caddy", "traefik", "nginx", "cloudflare", "fastly", "segment"})
  void theOutcomesOfAnExampleAreCountedAsTheyWereWorkedOut(String name) throws IOException {
    Path examples = examples();
    Map<String, Long> expected = new TreeMap<>();
    for (String line : Files.readAllLines(examples.resolve(name + ".expected.ndjson"))) {
      expected.merge(JSON.readTree(line).get("outcome").asText(), 1L, Long::sum);
    }
    String events = examples.resolve(name + ".yaml").toString();
    String input = examples.resolve(name + ".ndjson").toString();
    assertEquals(
        0, run("events", "check", "--json", "--events", events, "--input", input), err::toString);
    Map<String, Long> counted = new TreeMap<>();
    long shown = 0;
    for (String line : out.toString().lines().toList()) {
      JsonNode json = JSON.readTree(line);
      if (json.has("count")) {
        counted.put(json.get("outcome").asText(), json.get("count").asLong());
      } else if (json.has("record")) {
        assertEquals(++shown, json.get("record").asLong());
      }
    }
    assertEquals(expected, counted);
    assertEquals(3, shown);
  }

  private static Path examples() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("mvnw"))) {
      folder = folder.getParent();
    }
    return folder.resolve("examples/events");
  }

  @Test
  void withoutAMappingTheContractsNamesAreLookedForAndOthersAreSuggested() throws IOException {
    String input =
        file(
            "app.json",
            "{\"@timestamp\":1,\"req\":{\"host.name\":\"x\",\"Host\":\"y\",\"request_uri\":\"/\"},\"Url\":{}}",
            "{\"staus\":200}");
    assertEquals(1, run("events", "check", input), err::toString);
    List<String> lines = lines();
    assertTrue(
        lines.containsAll(
            List.of(
                "- event_time: nothing is at event_time; the data have @timestamp",
                "- host: nothing is at host; the data have req.Host, req.host\\.name",
                "- url: nothing is at url; the data have req.request_uri",
                "- status: nothing is at status; the data have staus",
                "NO RECORD IS AN EVENT",
                "The commonest reason is missing_field.")),
        lines::toString);
    assertTrue(out.toString().contains("docs/events.md"), out.toString());
  }

  @Test
  void aMisspeltPathIsSuggestedAsTheDataHaveIt() throws IOException {
    String events = file("my.yaml", MAPPING.replace("req.uri", "req.url"));
    String input = file("app.json", "{\"at\":{\"ms\":1},\"req\":{\"uri\":\"/\"}}");
    assertEquals(1, run("events", "check", "--events", events, input), err::toString);
    assertTrue(
        lines().contains("- url: nothing is at req.url; the data have req.uri"), out::toString);
  }

  @Test
  void gzipAndRulesAreThoseOfOtherCommands() throws IOException {
    Path input = temp.resolve("app.json.gz");
    try (OutputStream gzip = new GZIPOutputStream(Files.newOutputStream(input))) {
      gzip.write("{\"at\":{\"ms\":1},\"req\":{\"uri\":\"/x\"}}\n".getBytes(StandardCharsets.UTF_8));
    }
    String rules =
        file(
            "rules.yaml",
            "version: 1",
            "rules: [{name: exes, when: {prefix: {field: path, value: /x}}}]");
    String events = file("my.yaml", "\ufeff" + MAPPING);
    assertEquals(
        0,
        run("events", "check", "--events", events, "--rules", rules, input.toString()),
        err::toString);
    assertEquals(List.of("filtered:exes  1  100.0 %"), lines("filtered:exes  1  100.0 %", 1));
    assertTrue(
        lines()
            .contains("None of them is accepted by these rules and times, so none becomes a row."),
        out::toString);
  }

  @Test
  void nothingIsWiderThanTheScreenOrSteersATerminal() throws IOException {
    String input =
        file(
            "app.json",
            "{\"at\":{\"ms\":1},\"req\":{\"uri\":\"/" + "x".repeat(3_000) + "\"}}",
            "{\"at\":{\"ms\":1},\"req\":{\"uri\":\"\\u001b[2J\"}}",
            "\u001b[2J" + "y".repeat(3_000));
    assertEquals(0, run("events", "check", "--events", file("my.yaml", MAPPING), input));
    out.toString()
        .lines()
        .forEach(line -> assertTrue(line.length() <= COLUMNS, () -> "too long: " + line));
    assertFalse(out.toString().contains("\u001b"), out::toString);
  }

  @Test
  void anEmptyInputHasNoEvent() throws IOException {
    assertEquals(1, run("events", "check", file("empty.json")));
    assertTrue(lines().contains("empty.json has no records."), out::toString);
  }

  /** Each with the start of its error; DIR is a folder, MAPPING and LOG are files. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "events | events: no subcommand given; use 'events check'",
        "events check | --input: is missing; name the file of your records, or - for standard input",
        "events check DIR/a --input DIR/b | --input: is DIR/b, and there is another file: DIR/a;",
        "events check DIR/a b | Unmatched argument at index 3: 'b'",
        "events check DIR/none | --input: DIR/none: there is no such file",
        "events check - --show -1 | --show: -1; it must be zero or more",
        "events check - --seed 3 | --seed: applies only to generated traffic",
        "events check - --events DIR/none | --events: DIR/none: there is no such file",
        "events check LOG --events MAPPING | --events: applies only to JSON lines, and access.log is",
        "rules test --input LOG --events MAPPING | --events: applies only to JSON lines, and access.",
        "rules test --agents LOG --events MAPPING | --events: applies only to JSON lines, not to",
        "rules test --events MAPPING | --events: applies only to JSON lines of your own, and generated",
        "events check - --events WRONG | DIR/wrong.yaml:3: fields.event_time.format: 'epoch' is not a",
        "rules test --input LOG --events WRONG | DIR/wrong.yaml:3: fields.event_time.format: 'epoch' is",
        "run --engine kstreams --kafka h:1 --topic t --jdbc jdbc:postgresql://h/d --events WRONG |"
            + " DIR/wrong.yaml:3: fields.event_time.format: 'epoch' is not a format",
      })
  void wrongUsageIsRefusedByName(String typed, String error) throws IOException {
    String log =
        file(
            "access.log",
            "203.0.113.9 - - [01/Jan/2026:00:00:20 +0000] \"GET / HTTP/1.1\" 200 5 \"-\" \"Firefox\"");
    String mapping = file("my.yaml", MAPPING);
    String wrong = file("wrong.yaml", MAPPING.replace("epoch_millis", "epoch"));
    String[] args =
        typed
            .replace("LOG", log)
            .replace("MAPPING", mapping)
            .replace("WRONG", wrong)
            .replace("DIR", temp.toString())
            .split(" ");
    assertEquals(2, run(args), out::toString);
    String expected = "sluice: " + error.replace("DIR", temp.toString());
    assertEquals(
        expected,
        err.toString()
            .lines()
            .map(line -> line.substring(0, Math.min(line.length(), expected.length())))
            .findFirst()
            .orElse(""));
  }

  @Test
  void helpFitsTheScreen() {
    assertEquals(0, run("events", "--help"));
    assertEquals(0, run("events", "check", "--help"));
    assertTrue(out.toString().contains("--events=FILE"), out.toString());
    out.toString()
        .lines()
        .forEach(line -> assertTrue(line.length() <= COLUMNS, () -> "too long: " + line));
  }
}
