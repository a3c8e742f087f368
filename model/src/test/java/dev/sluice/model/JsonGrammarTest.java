// SPDX-License-Identifier: Apache-2.0
package dev.sluice.model;

import static dev.sluice.model.Values.FULL;
import static dev.sluice.model.Values.verdict;
import static dev.sluice.model.Values.with;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamReadException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What counts as JSON (RFC 8259): in hand-written cases, and compared with another parser. */
class JsonGrammarTest {

  private static final JsonFactory JACKSON =
      new JsonFactoryBuilder()
          .disable(JsonFactory.Feature.CHARSET_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(Integer.MAX_VALUE)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .build();

  // The bytes that mutations insert: all that have a meaning in JSON, and some that have none.
  private static final byte[] PIECES =
      "{}[]:,\"\\/ \t\r\n0123456789+-.eEtruefalsnabu\0\u0001\u001f\u007f'#\u00e9\u20ac"
          .getBytes(UTF_8);

  private static final List<String> SEEDS =
      List.of(
          FULL,
          "{\"a\":[1,-0,0.5e+7,1E-2,true,false,null,\"\\u00e9\\n\\\\\",{},[],{\"b\":{\"c\":[[]]}}]}",
          "[\"\\ud83d\\ude00 long enough for eight at a time \\\"\",1.25,[[[]]]]",
          " { \"h\\u006fst\" : \"\u20ac\u00e9\uD83D\uDE00\" , \"url\":\"\\u0000\" } ");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "}",
        "[",
        "]",
        "{]",
        "[}",
        "[}]",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{,}",
        "{:1}",
        "{\"a\" 1}",
        "{\"a\":1 \"b\":2}",
        "{a:1}",
        "{'a':1}",
        "{1:1}",
        "{null:1}",
        "{[]:1}",
        "[,]",
        "[1,]",
        "[,1]",
        "[1 2]",
        "[1,,2]",
        "[1:2]",
        "{} {}",
        "{},",
        "{}}",
        "{}x",
        "{}\u0000",
        "1 2",
        "\"a\"\"b\"",
        "nul",
        "nulll",
        "Null",
        "tru",
        "TRUE",
        "falsy",
        "True",
        "NaN",
        "Infinity",
        "-Infinity",
        "undefined",
        "01",
        "-01",
        "00",
        "-",
        "+1",
        "1.",
        ".5",
        "1.e5",
        "1e",
        "1e+",
        "1e-",
        "1.5.2",
        "1-2",
        "0x1",
        "1_000",
        "1e5.5",
        "--1",
        "1a",
        "[1a]",
        "// x\n1",
        "/**/1",
        "1//",
        "#",
        "'a'",
        "\"",
        "\"a",
        "\"\\",
        "\"\\\"",
        "\"\\x\"",
        "\"\\'\"",
        "\"\\u\"",
        "\"\\u12\"",
        "\"\\u123\"",
        "\"\\u123g\"",
        "\"\\u 123\"",
        "\"\\u+123\"",
        "\"\\U0041\"",
        "\"\\0\"",
        "\"\n\"",
        "\"\t\"",
        "\"\u0000\"",
        "\"\u001f\"",
        "{\"\n\":1}",
        "\u00a01",
        "\u000b1",
        "\f1",
        "1\u2028",
        "\u20ac",
        "{\"a\":\u00e9}"
      })
  void r6_notJson(String text) {
    assertEquals("not_json", verdict(text));
    assertEquals("not_json", verdict("\n" + text + " "));
    assertEquals(false, jacksonReads(text.getBytes(UTF_8)), text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-0",
        "-0.0e-0",
        "10",
        "1E5",
        "1e+05",
        "1.50",
        "\"\"",
        "\"\u007f\"",
        "\"\\u0000\"",
        "\"\\ud800\"",
        "\"\\uDFFF\\/\"",
        "\"'\"",
        "\"/\"",
        "[]",
        "[ ]",
        "[[],[]]",
        "[{},{}]",
        "\t1\r\n",
        "[\"\u2028\"]",
        "[1e999999]",
        "[1 , 2]"
      })
  void r6_jsonThatIsNoObject(String text) {
    assertEquals("not_an_object", verdict(text));
    assertEquals(true, jacksonReads(text.getBytes(UTF_8)), text);
  }

  @Test
  void r6_controlCharactersAreRefusedAtEveryPlaceOfAString() {
    for (int control = 0; control < 0x20; control++) {
      for (int before = 0; before < 17; before++) {
        String text = "x".repeat(before) + (char) control + "y".repeat(16);
        assertEquals("not_json", verdict(with("\"z\":\"" + text + "\"")));
      }
    }
  }

  @Test
  void r6_anEventCutAnywhereIsNoEvent() {
    byte[] full = FULL.strip().getBytes(UTF_8);
    assertEquals("ok", verdict(full));
    assertEquals("empty_value", verdict(new byte[0]));
    for (int length = 1; length < full.length; length++) {
      assertEquals("not_json", verdict(Arrays.copyOf(full, length)), "the first " + length);
    }
  }

  @Test
  void r6_mutatedValuesAreJudgedAsTheSecondOpinionJudgesThem() {
    long seed = 8_259L;
    Random random = new Random(seed);
    EventDecoder decoder = new EventDecoder();
    int json = 0;
    for (int i = 0; i < 60_000; i++) {
      byte[] value = mutated(SEEDS.get(i % SEEDS.size()).getBytes(UTF_8), random);
      Decoded decoded = decoder.decode(value);
      Reason reason = decoded instanceof Decoded.Bad bad ? bad.reason() : null;
      if (reason == Reason.NOT_UTF8 || reason == Reason.EMPTY_VALUE) {
        continue;
      }
      boolean isJson = reason != Reason.NOT_JSON;
      json += isJson ? 1 : 0;
      assertEquals(
          jacksonReads(value), isJson, () -> "seed " + seed + ": " + new String(value, UTF_8));
    }
    assertTrue(json > 6_000, "too few mutations are still JSON: " + json);
  }

  /** The scanner remembers the bytes between two fields; this must never affect a verdict. */
  @Test
  void r6_whatWasReadBeforeChangesNoVerdict() {
    long seed = 16L;
    Random random = new Random(seed);
    EventDecoder used = new EventDecoder();
    int events = 0;
    for (int i = 0; i < 60_000; i++) {
      byte[] value =
          random.nextInt(3) == 0
              ? mutated(FULL.getBytes(UTF_8), random)
              : respaced(FULL, random).getBytes(UTF_8);
      Decoded decoded = new EventDecoder().decode(value);
      events += decoded instanceof Decoded.Ok ? 1 : 0;
      assertEquals(
          decoded, used.decode(value), () -> "seed " + seed + ": " + new String(value, UTF_8));
    }
    assertTrue(events > 20_000, "too few of the values are events: " + events);
  }

  /** The same event with blanks, or none, around some of its commas and colons. */
  private static String respaced(String event, Random random) {
    StringBuilder respaced = new StringBuilder();
    String dense = event.strip().replaceAll("([:,])\\s+", "$1");
    for (String piece : dense.split("(?<=\"[:,])|(?<=\\d,)", -1)) {
      respaced.append(piece).append(" ".repeat(random.nextInt(4) / 3));
    }
    return respaced.toString();
  }

  /** Quadratic work on half a megabyte would take minutes; recursion would overflow the stack. */
  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void r6_hostileValuesAreJudgedInBoundedTime() throws InterruptedException {
    int half = Limits.RECORD_BYTES / 2;
    Thread small = new Thread(null, () -> judgeHostileValues(half), "hostile", 256 * 1024);
    Throwable[] failure = new Throwable[1];
    small.setUncaughtExceptionHandler((thread, thrown) -> failure[0] = thrown);
    small.start();
    small.join();
    if (failure[0] != null) {
      throw new AssertionError(failure[0]);
    }
  }

  private static void judgeHostileValues(int half) {
    assertEquals("not_json", verdict("[".repeat(2 * half)));
    assertEquals("nested_too_deep", verdict("[".repeat(half) + "]".repeat(half)));
    assertEquals("not_json", verdict("{\"\":".repeat(half / 2)));
    assertEquals("not_json", verdict("[{\"\":".repeat(half / 3)));
    assertEquals("not_an_object", verdict("[" + "[],".repeat(half / 2) + "[]]"));
    assertEquals("not_json", verdict("\\".repeat(2 * half)));
    assertEquals("not_an_object", verdict("\"" + "\\\\".repeat(half - 1) + "\""));
    assertEquals("not_json", verdict("\"" + "\\\\".repeat(half - 1) + "\\"));
    assertEquals("not_json", verdict("\"".repeat(2 * half)));
    assertEquals("number_too_long", verdict("1".repeat(2 * half)));
    assertEquals("not_json", verdict("-".repeat(2 * half)));
    assertEquals("not_json", verdict(" ".repeat(2 * half)));
    assertEquals("not_json", verdict("\u0000".repeat(2 * half)));
    assertEquals("missing_field", verdict("{\"" + "\\u0068".repeat(half / 4) + "\":1}"));
    assertEquals("missing_field", verdict("{" + "\"a\":1,".repeat(half / 4) + "\"b\":1}"));
    assertEquals("duplicate_field", verdict("{" + "\"ip\":1,".repeat(half / 4) + "\"b\":1}"));
    assertEquals("missing_field", verdict("{\"host\":\"" + "\\u00e9".repeat(half / 4) + "\"}"));
    assertEquals(
        "field_too_long",
        verdict(
            Values.required(
                "\"2025-01-02T03:04:05." + "0".repeat(half) + "Z\"", "\"h\"", "\"/\"")));
  }

  static byte[] mutated(byte[] value, Random random) {
    byte[] mutated = value;
    for (int changes = 1 + random.nextInt(3); changes > 0 && mutated.length > 0; changes--) {
      int at = random.nextInt(mutated.length);
      byte piece = PIECES[random.nextInt(PIECES.length)];
      int kind = random.nextInt(5);
      if (kind == 0) {
        mutated = Arrays.copyOf(mutated, at);
      } else if (kind == 1) {
        mutated = spliced(mutated, at, at + 1);
      } else if (kind == 2) {
        mutated = spliced(mutated, at, at, piece);
      } else if (kind == 3) {
        mutated = spliced(mutated, at, at + 1, piece);
      } else {
        int from = random.nextInt(mutated.length);
        int to = Math.min(mutated.length, from + random.nextInt(12));
        mutated = spliced(mutated, at, at, Arrays.copyOfRange(mutated, from, to));
      }
    }
    return mutated;
  }

  private static byte[] spliced(byte[] value, int from, int to, byte... pieces) {
    byte[] spliced = Arrays.copyOf(value, value.length - (to - from) + pieces.length);
    System.arraycopy(pieces, 0, spliced, from, pieces.length);
    System.arraycopy(value, to, spliced, from + pieces.length, value.length - to);
    return spliced;
  }

  static boolean jacksonReads(byte[] value) {
    try (JsonParser parser = JACKSON.createParser(value)) {
      if (parser.nextToken() == null) {
        return false;
      }
      int depth = 0;
      do {
        parser.finishToken();
        depth += parser.currentToken().isStructStart() ? 1 : 0;
        depth -= parser.currentToken().isStructEnd() ? 1 : 0;
      } while (depth > 0 && parser.nextToken() != null);
      return depth == 0 && parser.nextToken() == null;
    } catch (StreamReadException e) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
