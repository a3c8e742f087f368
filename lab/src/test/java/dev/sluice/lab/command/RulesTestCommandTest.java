// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RulesTestCommandTest {

  private static final int COLUMNS = 100;

  private static final String RULES =
      """
      version: 1
      rules:
        - name: robots
          when:
            contains: { field: user_agent, words: [robot] }
        - name: errors_of_posts
          when:
            all:
              - equals: { field: method, value: POST }
              - between: { field: status, min: 500, max: 599 }
        - name: drafts
          when:
            prefix: { field: path, value: /draft/ }
        - name: untracked_hosts
          when:
            not: { equals: { field: host, value: ours.example } }
      """;

  /** One request for each rule and reason, worked out by hand; each line is its own event. */
  private static final List<String> EVENTS =
      List.of(
          event("ours.example", "/a", 200, "Robot/1"),
          event("ours.example", "/draft/b", 200, "robot two"),
          event("ours.example", "/c", 200, "Robot/1"),
          event("ours.example", "/d", 200, "robot 3"),
          event("ours.example", "/draft/1", 200, "Firefox"),
          event("other.example", "/e", 200, "Firefox"),
          event("ours.example", "/f", 404, "Firefox"),
          event("", "/g", 200, "Firefox"),
          "{\"event_time\":",
          event("ours.example", "/h", 500, "Firefox").replace("GET", "POST"));

  @TempDir Path temp;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private static String event(String host, String url, int status, String agent) {
    return """
        {"event_time":"2026-01-01T00:00:00Z","host":"%s","url":"%s","method":"GET",\
        "status":%d,"user_agent":"%s"}"""
        .formatted(host, url, status, agent);
  }

  private int run(String... args) {
    return SluiceCommand.run(args, new PrintWriter(out), new PrintWriter(err));
  }

  private String file(String name, String... lines) throws IOException {
    return Files.write(temp.resolve(name), List.of(lines), StandardCharsets.UTF_8).toString();
  }

  private List<String> lines() {
    return out.toString().lines().map(line -> line.replaceAll(" {2,}", "  ").strip()).toList();
  }

  private List<String> linesFrom(String first) {
    List<String> lines = lines();
    int at = lines.indexOf(first);
    assertTrue(at >= 0, () -> "no line '" + first + "' in " + lines);
    return lines.subList(at, lines.size());
  }

  @Test
  void userAgentsAreCountedRuleByRuleWithExamples() throws IOException {
    String agents =
        file("agents.txt", "Robot/1", "", "Firefox", "Robot/1", "a robot", "robot 3", "Lynx");
    assertEquals(
        0,
        run(
            "rules",
            "test",
            "--rules",
            file("my.yaml", RULES),
            "--agents",
            agents,
            "--examples",
            "2"),
        err::toString);
    assertEquals(
        List.of(
            "user agents  share",
            "filtered:robots  4  66.7 %",
            "Robot/1",
            "a robot",
            "filtered:errors_of_posts  0  –",
            "filtered:drafts  0  –",
            "filtered:untracked_hosts  0  –",
            "accepted  2  33.3 %",
            "Firefox",
            "Lynx"),
        linesFrom("user agents  share").stream().map(RulesTestCommandTest::inUnicode).toList());
    assertTrue(lines().get(1).endsWith("empty lines left out: 1"), () -> lines().get(1));
    assertEquals("", err.toString());
  }

  /** Undoes the change of a console that can show only ASCII. */
  private static String inUnicode(String line) {
    return line.replace("  -", "  –");
  }

  @Test
  void anInputsRecordsAreShownByWhatDecidedThem() throws IOException {
    String input = file("events.ndjson", EVENTS.toArray(String[]::new));
    assertEquals(
        0,
        run("rules", "test", "--rules", file("my.yaml", RULES), "--input", input, "--json"),
        err::toString);
    assertEquals(
        List.of(
            ended("filtered:robots", 4, "\"Robot/1\",\"robot two\",\"robot 3\""),
            ended("filtered:errors_of_posts", 1, "\"method=POST  status=500\""),
            ended("filtered:drafts", 1, "\"/draft/1\""),
            ended("filtered:untracked_hosts", 1, "\"other.example\""),
            ended(
                "accepted",
                1,
                "\"host=ours.example  url=/f  method=GET  status=404  user_agent=Firefox\""),
            ended("malformed:not_json", 1, "\"{\\\"event_time\\\":\""),
            ended("malformed:empty_field", 1, "\"" + EVENTS.get(7).replace("\"", "\\\"") + "\"")),
        lines("{"));
  }

  @Test
  void eventsUnderOtherNamesAreDecidedAndShownByWhatTheirMappingFinds() throws IOException {
    String input =
        file(
            "app.json",
            "{\"ts\":0,\"site\":\"ours.example\",\"agent\":[\"Robot/1\"]}",
            "{\"ts\":0,\"site\":\"ours.example\"}",
            "{\"ts\":\"0\",\"site\":\"ours.example\"}");
    String events =
        file(
            "mine.yaml",
            "version: 1",
            "fields:",
            "  event_time: { from: ts, format: epoch_seconds }",
            "  host: site",
            "  url: { value: /a }",
            "  user_agent: { from: agent, first: true }");
    String rules = file("my.yaml", RULES);
    assertEquals(
        0,
        run("rules", "test", "--rules", rules, "--events", events, "--input", input),
        err::toString);
    assertEquals(List.of("Robot/1"), linesFrom("Robot/1").subList(0, 1));
    assertTrue(lines().contains("host=ours.example  url=/a"), out::toString);
    assertTrue(lines().contains("malformed:wrong_type  1  33.3 %"), out::toString);
    assertTrue(lines().get(1).startsWith("Events  mine.yaml "), () -> lines().get(1));
  }

  private static String ended(String outcome, int count, String examples) {
    return "{\"outcome\":\"%s\",\"count\":%d,\"of\":10,\"examples\":[%s]}"
        .formatted(outcome, count, examples);
  }

  private List<String> lines(String prefix) {
    return out.toString().lines().filter(line -> line.startsWith(prefix)).toList();
  }

  /** Its lines name no host, so the one that was given counts as tracked; late by 20 seconds. */
  @Test
  void aLogIsReadAsCompareReadsIt() throws IOException {
    String log =
        file(
            "access.log",
            "203.0.113.9 - - [01/Jan/2026:00:00:20 +0000] \"GET / HTTP/1.1\" 200 5 \"-\" \"Firefox\"",
            "203.0.113.9 - - [01/Jan/2026:00:00:00 +0000] \"GET /b HTTP/1.1\" 200 5 \"-\" \"Firefox\"",
            "no line of a log");
    assertEquals(
        0, run("rules", "test", "--input", log, "--host", "my.example", "--json"), err::toString);
    List<String> ends = lines("{").stream().filter(line -> !line.contains("\"count\":0")).toList();
    assertEquals(
        List.of(
            "{\"outcome\":\"accepted\",\"count\":1,\"of\":3,\"examples\":[\"host=my.example  url=/"
                + "  method=GET  status=200  user_agent=Firefox\"]}",
            "{\"outcome\":\"late\",\"count\":1,\"of\":3,\"examples\":[\"20.000 s late"
                + "  host=my.example  url=/b\"]}",
            "{\"outcome\":\"malformed:not_json\",\"count\":1,\"of\":3,\"examples\":[\"no line of a"
                + " log\"]}"),
        ends);
  }

  @Test
  void theTableFitsTheScreenAndNothingInItSteersATerminal() throws IOException {
    String agents = file("agents.txt", "robot " + "x".repeat(300), "robot \u001b[2J", "日本語 robot");
    assertEquals(0, run("rules", "test", "--agents", agents), err::toString);
    out.toString()
        .lines()
        .forEach(line -> assertTrue(line.length() <= COLUMNS, () -> "too long: " + line));
    assertTrue(out.toString().contains("robot ?[2J"), out.toString());
  }

  @Test
  void wrongUsageIsRefusedByName() throws IOException {
    String missing = temp.resolve("missing").toString();
    assertEquals(2, run("rules", "test", "--agents", missing));
    assertEquals(2, run("rules", "test", "--agents", "-", "--input", missing));
    assertEquals(2, run("rules", "test", "--examples", "-1"));
    assertEquals(2, run("rules", "test", "--rules", missing));
    assertEquals(2, run("rules", "test", "--rules", file("bad.yaml", "rules: [{}]")));
    assertEquals(2, run("rules"));
    List<String> errors = err.toString().lines().toList();
    assertTrue(errors.get(0).startsWith("sluice: --agents: " + missing), errors::toString);
    assertTrue(errors.get(1).startsWith("sluice: --agents: is an input"), errors::toString);
    assertTrue(errors.get(2).startsWith("sluice: --examples: -1; "), errors::toString);
    assertTrue(errors.get(3).startsWith("sluice: --rules: " + missing), errors::toString);
    assertTrue(errors.get(4).contains("bad.yaml:1: "), errors::toString);
    assertEquals("sluice: rules: no subcommand given; use 'rules test'", errors.get(5));
  }

  @Test
  void helpFitsTheScreen() {
    assertEquals(0, run("rules", "--help"));
    assertEquals(0, run("rules", "test", "--help"));
    assertTrue(out.toString().contains("--agents=FILE"), out.toString());
    out.toString()
        .lines()
        .forEach(line -> assertTrue(line.length() <= COLUMNS, () -> "too long: " + line));
  }
}
