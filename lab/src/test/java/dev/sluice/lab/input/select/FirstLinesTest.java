// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.input.select;

import static dev.sluice.lab.input.select.InputFiles.open;
import static dev.sluice.lab.input.select.InputFiles.records;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.engine.config.ConfigException;
import dev.sluice.lab.input.FirstLines;
import dev.sluice.lab.input.Input;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FirstLinesTest {

  private static final InputOptions STANDARD_INPUT = InputOptions.from("-");
  private static final String LOG_LINE =
      "203.0.113.9 - - [20/May/2015:12:05:17 +0000] \"GET / HTTP/1.1\" 200 1";

  @Test
  void theFirstThreeLinesThatHaveAByteAreKept() {
    Input input = open(STANDARD_INPUT, "\n{\n\n \n}\n{}\n");
    records(input);
    assertEquals(List.of("{", " ", "}"), input.facts().firstLines().shown());
  }

  @Test
  void madeUpTrafficHasNone() {
    Input traffic = Inputs.open(InputOptions.generated().withEvents(10));
    records(traffic);
    assertEquals(List.of(), traffic.facts().firstLines().shown());
    assertEquals(Optional.empty(), InputHint.of(traffic.facts().firstLines()));
  }

  @Test
  void whatCouldSteerATerminalIsEscaped() {
    assertEquals(
        "\\x1b[31m \\t\\x00\\x7f\\x85 \\u202e \\u2028 \u00e9\ud83d\ude00 \\",
        FirstLines.shown(
            "\u001b[31m \t\u0000\u007f\u0085 \u202e \u2028 \u00e9\ud83d\ude00 \\".getBytes(UTF_8),
            100));
    assertEquals(
        "a\\xff\\xc3\\x00", FirstLines.shown(new byte[] {'a', (byte) 0xff, (byte) 0xc3, 0}, 100));
  }

  @Test
  void whatIsTooLongIsCutBetweenCharacters() {
    assertEquals("abcde", FirstLines.shown("abcde".getBytes(UTF_8), 5));
    assertEquals("abcd…", FirstLines.shown("abcdef".getBytes(UTF_8), 5));
    assertEquals("abc…", FirstLines.shown("abc\ud83d\ude00def".getBytes(UTF_8), 5));
    for (int ahead = 0; ahead < 4; ahead++) {
      FirstLines lines = new FirstLines();
      lines.add(("x".repeat(ahead) + "\ud83d\ude00".repeat(5_000)).getBytes(UTF_8));
      assertTrue(lines.shown().get(0).startsWith("x".repeat(ahead) + "\ud83d\ude00"), "UTF-8");
    }
  }

  static Stream<Arguments> recognised() {
    return Stream.of(
        Arguments.of(
            "{\"log\":\"GET /\\n\",\"stream\":\"stdout\",\"time\":\"2026-01-01T00:00:00.1Z\"}",
            "Docker's json-file"),
        Arguments.of("[\n  {\n    \"event_time\": 1\n  }\n]", "a JSON array"),
        Arguments.of("[\n{\"a\":1},\n{\"a\":2}\n]", "a JSON array"),
        Arguments.of("{\n  \"event_time\": 1\n}", "JSON over several lines"),
        Arguments.of("web-1  | " + LOG_LINE, "After 'web-1  | ' there is a line"),
        Arguments.of("<190>Mar 10 15:59:05 web-1 nginx: " + LOG_LINE, "nginx: ' there is a line"),
        Arguments.of("access.log:" + LOG_LINE, "After 'access.log:' there is a line"));
  }

  @ParameterizedTest
  @MethodSource("recognised")
  void aFileThatNeedsOneStepMoreIsRecognised(String text, String hint) {
    Input input = open(STANDARD_INPUT.withFormat(InputFormat.NDJSON), text);
    records(input);
    String found = InputHint.of(input.facts().firstLines()).orElseThrow();
    assertTrue(found.contains(hint), found);
  }

  @Test
  void anInputNeedsNoHint() {
    for (String text : new String[] {"", "{\"event_time\":1}", LOG_LINE, "{\"logs\":\"x\"}"}) {
      Input input = open(STANDARD_INPUT, text);
      records(input);
      assertEquals(Optional.empty(), InputHint.of(input.facts().firstLines()), text);
    }
  }

  /** Without a given format, such a file is refused before anything is started. */
  @Test
  void aFileThatIsNeitherIsRefusedWithItsFirstLineAndAHint() {
    String array = "[{\"event_time\":\"\u001b\"}," + "x".repeat(100) + "]";
    assertEquals(
        "--input: standard input is neither NDJSON nor an access log (Common or Combined Log Format,"
            + " AWS's Application Load Balancer or CloudFront): none of its first lines begins with {"
            + " or can be parsed; the first is '[{\"event_time\":\"\\x1b\"},"
            + "x".repeat(56)
            + "…'. This looks like a JSON array, but an event is a JSON object on a line of its"
            + " own; convert it with jq -c '.[]' FILE.",
        refusal(array.getBytes(UTF_8)));
    assertTrue(
        refusal(("\ufeff" + LOG_LINE).getBytes(UTF_16LE)).contains("This looks like UTF-16"));
    assertTrue(refusal(("web-1  | " + LOG_LINE).getBytes(UTF_8)).contains("--strip-prefix REGEX"));
  }

  /** The last element has no comma after it: one record of many would be an event. */
  @Test
  void anArrayWithAnElementOnEachLineIsRefused() {
    String event = "{\"event_time\":\"2026-01-01T00:00:00Z\",\"host\":\"h\",\"url\":\"/\"}";
    String refusal =
        "--input: standard input: This looks like a JSON array, but an event is a JSON object on a"
            + " line of its own; convert it with jq -c '.[]' FILE.";
    for (String array :
        new String[] {
          "[\n" + event + ",\n" + event + "\n]\n",
          "\n [ \n" + event + "\n]\n",
          "[" + event + ",\n" + event + "]\n",
          "[ " + event + ",\n  " + event + " ]\n",
          "\t[\t" + event + ",\n" + event + "]\n"
        }) {
      assertEquals(refusal, refusal(array.getBytes(UTF_8)), array);
    }
  }

  /** Programs begin their lines with a level or a time in brackets, too. */
  @Test
  void aLineThatBeginsWithABracketIsNotTakenForAnArray() {
    assertFalse(refusal("[info] ready\n[info] done\n".getBytes(UTF_8)).contains("JSON array"));
    String event = "{\"event_time\":\"2026-01-01T00:00:00Z\",\"host\":\"h\",\"url\":\"/\"}";
    assertEquals(2, records(open(STANDARD_INPUT, "[info] ready\n" + event + "\n")).size());
  }

  private static String refusal(byte[] input) {
    return assertThrows(ConfigException.class, () -> open(STANDARD_INPUT, input)).getMessage();
  }
}
