// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.input;

import static dev.sluice.lab.input.select.InputFiles.open;
import static dev.sluice.lab.input.select.InputFiles.records;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.engine.config.ConfigException;
import dev.sluice.lab.input.select.InputFormat;
import dev.sluice.lab.input.select.InputOptions;
import dev.sluice.lab.input.select.Inputs;
import dev.sluice.model.Decoded;
import dev.sluice.model.EventDecoder;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinePrefixTest {

  private static final InputOptions STANDARD_INPUT = InputOptions.from("-").withHost("a.example");

  /** The expressions of {@code docs/input.md}. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      quoteCharacter = '`',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "[^|]*\\| #web-1  | ",
        "\\[[^]]*\\] #[pod/web-7d4b9c6f5-x2x7k/nginx] ",
        "(<\\d+>)?\\w{3} [ \\d]\\d \\S+ \\S+ [^:]*: #<190>Mar 10 15:59:05 web-1 nginx: ",
        "(<\\d+>)?\\w{3} [ \\d]\\d \\S+ \\S+ [^:]*: #Mar  1 15:59:05 web-1 nginx[812]: ",
        "access\\.log:#access.log:"
      })
  void aPrefixThatTheUserNamesIsStripped(String regex, String prefix) {
    String line = "203.0.113.9 - - [20/May/2015:12:05:17 +0000] \"GET / HTTP/1.1\" 200 1";
    String event = "{\"event_time\":\"2026-01-01T00:00:00Z\",\"host\":\"a.example\",\"url\":\"/\"}";
    InputOptions stripping = STANDARD_INPUT.withStripPrefix(regex);
    EventDecoder decoder = new EventDecoder();
    for (String text : new String[] {line, event}) {
      List<InputRecord> records = records(open(stripping, (prefix + text + "\n").repeat(2)));
      assertEquals(
          List.of(true, true),
          records.stream().map(r -> decoder.decode(r.value()) instanceof Decoded.Ok).toList());
    }
    assertEquals(event, texts(open(stripping, "\ufeff" + prefix + event)).get(0), "behind a mark");
  }

  @Test
  void onlyOneMatchAtTheStartIsStrippedAndALineWithoutOneStays() {
    assertEquals(
        List.of("{1}", "x: {2}", " x: {3}", "{4} x: "),
        texts(open(STANDARD_INPUT.withStripPrefix("x: "), "x: {1}\nx: x: {2}\n x: {3}\n{4} x: ")));
  }

  @Test
  void aLineOfWhichNothingIsLeftIsAnEmptyLine() {
    Input input = open(STANDARD_INPUT.withStripPrefix("x: "), "x: \n{}\n");
    assertEquals(List.of("{}"), texts(input));
    assertEquals(1, input.facts().blankLines());
  }

  @Test
  void charactersBeyondAsciiAreCharacters() {
    assertEquals(
        List.of("{\u00e9}", "\u00e9\u00e9: {}"),
        texts(open(STANDARD_INPUT.withStripPrefix(".: "), "\u00e9: {\u00e9}\n\u00e9\u00e9: {}\n")));
  }

  @Test
  void aLineThatIsNotUtf8Stays() {
    byte[] line = "x: {\u00e9}".getBytes(ISO_8859_1);
    Input input = open(STANDARD_INPUT.withStripPrefix(".*: ").withFormat(InputFormat.NDJSON), line);
    assertArrayEquals(line, records(input).get(0).value());
  }

  @ParameterizedTest
  @ValueSource(strings = {"(", "[a", "*x", "(?<name", "\\p{Nope}", "(?=x)", "\\"})
  void anExpressionThatIsWrongIsRefusedByName(String regex) {
    ConfigException refused =
        assertThrows(
            ConfigException.class, () -> open(STANDARD_INPUT.withStripPrefix(regex), "{}"));
    String expected = "--strip-prefix: '" + regex + "' is not an RE2 expression: ";
    assertEquals(expected, refused.getMessage().substring(0, expected.length()));
  }

  @Test
  void madeUpTrafficHasNoPrefix() {
    ConfigException refused =
        assertThrows(
            ConfigException.class,
            () -> Inputs.open(InputOptions.generated().withStripPrefix("x")));
    assertEquals(
        "--strip-prefix: applies only to the lines of a file; name the file with --input",
        refused.getMessage());
  }

  private static List<String> texts(Input input) {
    Stream<InputRecord> records = records(input).stream();
    return records.map(record -> new String(record.value(), UTF_8)).toList();
  }
}
