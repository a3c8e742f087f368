// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.logs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.Logger;
import org.slf4j.simple.SimpleLoggerFactory;

/** Log lines in JSON: of loggers, and of what is printed to standard error. */
class JsonLogsTest {

  /** What differs from run to run, at the start of a line. */
  private static final Pattern TIME =
      Pattern.compile("\\{\"time\":\"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z\",(.*)");

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final LogLines lines = new LogLines(new PrintStream(bytes, true, StandardCharsets.UTF_8));
  private final PrintStream err = new JsonErr(lines);

  private List<String> written() {
    return bytes
        .toString(StandardCharsets.UTF_8)
        .lines()
        .map(
            line -> {
              Matcher matcher = TIME.matcher(line);
              assertTrue(matcher.matches(), line);
              return matcher.group(1);
            })
        .toList();
  }

  @ParameterizedTest
  @CsvSource({"json,JSON", "text,TEXT", "JSON,TEXT", "'',TEXT", ",TEXT"})
  void theVariableChoosesTheFormat(String value, LogFormat expected) {
    assertEquals(expected, LogFormat.of(value));
  }

  @Test
  void aLoggersLineIsOneObjectWithItsStackTrace() {
    Logger logger = new JsonLoggers(new SimpleLoggerFactory(), lines).getLogger("org.example.Some");
    IllegalStateException thrown = new IllegalStateException("it \"failed\"\nbadly");
    thrown.setStackTrace(new StackTraceElement[] {new StackTraceElement("A", "b", "A.java", 7)});
    logger.warn("{} of {} records, größer", 3, 4);
    logger.error("lost", thrown);
    String trace =
        "java.lang.IllegalStateException: it \\\"failed\\\"\\u000abadly\\u000a\\u0009at A.b(A.java:7)\\u000a";
    assertEquals(
        List.of(
            "\"level\":\"WARN\",\"logger\":\"org.example.Some\",\"thread\":\"main\","
                + "\"message\":\"3 of 4 records, größer\"}",
            "\"level\":\"ERROR\",\"logger\":\"org.example.Some\",\"thread\":\"main\","
                + "\"message\":\"lost\",\"stack_trace\":\""
                + trace
                + "\"}"),
        written());
  }

  /**
   * This module's tests have no simplelogger.properties, so the level is slf4j-simple's default.
   */
  @Test
  void theLevelsAreThoseOfTheTextsLoggers() {
    Logger logger = new JsonLoggers(new SimpleLoggerFactory(), lines).getLogger("org.example.Some");
    logger.debug("not this");
    logger.info("this");
    assertEquals(1, written().size());
  }

  @Test
  void aPrintedLineIsOneObject() {
    err.println("sluice: stopping because of SIGTERM");
    err.print("in ");
    err.printf(Locale.ROOT, "%d parts%n", 2);
    err.println();
    err.println((Object) null);
    err.write('x');
    err.println();
    assertEquals(
        List.of(
            line("sluice: stopping because of SIGTERM"),
            line("in 2 parts"),
            line("null"),
            line("x")),
        written());
  }

  @Test
  void aTraceThatIsPrintedAtOnceIsOneObject() {
    err.print("java.lang.Error: gone\n\tat A.b(A.java:7)\n");
    assertEquals(
        List.of(
            "\"level\":\"ERROR\",\"logger\":\"stderr\",\"thread\":\"main\","
                + "\"message\":\"java.lang.Error: gone\","
                + "\"stack_trace\":\"java.lang.Error: gone\\u000a\\u0009at A.b(A.java:7)\\u000a\"}"),
        written());
  }

  private static String line(String message) {
    return "\"level\":\"INFO\",\"logger\":\"stderr\",\"thread\":\"main\",\"message\":\""
        + message
        + "\"}";
  }
}
