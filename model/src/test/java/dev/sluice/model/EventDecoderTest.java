// SPDX-License-Identifier: Apache-2.0
package dev.sluice.model;

import static dev.sluice.model.Values.FULL;
import static dev.sluice.model.Values.at;
import static dev.sluice.model.Values.event;
import static dev.sluice.model.Values.required;
import static dev.sluice.model.Values.text;
import static dev.sluice.model.Values.verdict;
import static dev.sluice.model.Values.with;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventDecoderTest {

  private static final String TIME = text("2025-01-02T03:04:05Z");

  @Test
  void r1_everyFieldIsRead() {
    assertEquals(
        new Event(
            "a-1",
            1_735_787_045_000_006L,
            "shop.example",
            "/cart?id=7",
            "203.0.113.9",
            "GET",
            200,
            5120L,
            "https://shop.example/",
            "Mozilla/5.0 (X11)"),
        event(FULL));
  }

  @Test
  void r1_absentAndNullAreTheSame() {
    Event absent = event(required(TIME, text("h"), text("/")));
    Event nulls =
        event(
            "{\"event_id\":null,\"event_time\":"
                + TIME
                + ",\"host\":\"h\",\"url\":\"/\",\"ip\":null,\"method\":null,\"status\":null,"
                + "\"bytes\":null,\"referrer\":null,\"user_agent\":null}");
    assertEquals(absent, nulls);
    assertNull(absent.eventId());
    assertNull(absent.status());
    assertNull(absent.userAgent());
  }

  @Test
  void r1_unknownFieldsAreIgnoredWhateverTheyHold() {
    assertEquals(
        event(required(TIME, text("shop.example"), text("/"))),
        event(
            with(
                "\"headers\":{\"host\":[1,true,null,{\"url\":\"\\ud800\"}]},\"headers\":2,"
                    + "\"Host\":3,\"HOST\":4,\"event_ids\":5,\"\":6,\"host\\u0000\":\"\\u0000\"")));
  }

  @Test
  void r1_emptyTextIsKeptWhereTheModelAllowsIt() {
    Event event = event(with("\"ip\":\"\",\"method\":\"\",\"referrer\":\"\",\"user_agent\":\"\""));
    assertEquals("", event.ip());
    assertEquals("", event.method());
    assertEquals("", event.referrer());
    assertEquals("", event.userAgent());
  }

  @Test
  void r1_escapesAreUndone() {
    Event event =
        event(
            with(
                "\"user_agent\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0041\\u00e9\\u20AC\\ud83d\\ude00"
                    + "\u00e9\u20ac\uD83D\uDE00\\u007f\\u07ff\\u0800\\uffff\\udbff\\udfff\""));
    assertEquals(
        "\"\\/\b\f\n\r\tA\u00e9\u20ac\uD83D\uDE00\u00e9\u20ac\uD83D\uDE00"
            + "\u007f\u07ff\u0800\uffff\udbff\udfff",
        event.userAgent());
  }

  @Test
  void r1_escapedNamesAreNames() {
    assertEquals(
        "h",
        event(
                "{\"\\u0065vent_time\":"
                    + TIME
                    + ",\"h\\u006fst\":\"h\",\"\\u0075\\u0072\\u006C\":\"/\"}")
            .host());
    assertEquals(
        "\u00e9",
        event(with("\"\\u0075\\u0073\\u0065\\u0072\\u005f\\u0061gent\":\"\u00e9\"")).userAgent());
  }

  @Test
  void r1_escapedTimesAreTimes() {
    assertEquals(
        1_735_787_045_000_000L, event(at("2025-01-02\\u005403:04:05\\u005a")).eventTimeMicros());
  }

  @Test
  void r6_bytesOfTheWholeValueAreLimited() {
    String start = "{\"x\":\"";
    String end = "\"," + required(TIME, text("h"), text("/")).substring(1);
    int left = Limits.RECORD_BYTES - start.length() - end.length();
    assertEquals("ok", verdict(start + "x".repeat(left) + end));
    assertEquals("record_too_large", verdict(start + "x".repeat(left + 1) + end));
    assertEquals("record_too_large", verdict(new byte[Limits.RECORD_BYTES + 1]));
    assertEquals("not_json", verdict(new byte[Limits.RECORD_BYTES]));
  }

  @Test
  void r6_valuesThatHoldNothing() {
    assertEquals("null_value", verdict((byte[]) null));
    assertEquals("empty_value", verdict(""));
    assertEquals("not_json", verdict(" \t\r\n"));
  }

  @Test
  void r6_byteOrderMarks() {
    assertEquals("byte_order_mark", verdict("\uFEFF" + FULL));
    assertEquals("byte_order_mark", verdict("\uFEFF"));
    assertEquals("not_json", verdict(" \uFEFF" + FULL));
    assertEquals("not_utf8", verdict(FULL.getBytes(UTF_16)));
    assertEquals("not_json", verdict(FULL.getBytes(UTF_16LE)));
  }

  @Test
  void r6_nestingIsLimitedWhereverItStands() {
    // The event's own object is level 1.
    assertEquals("ok", verdict(with("\"x\":" + "[".repeat(31) + "]".repeat(31))));
    assertEquals("nested_too_deep", verdict(with("\"x\":" + "[".repeat(32) + "]".repeat(32))));
    String objects = "{\"a\":".repeat(32) + "1" + "}".repeat(32);
    assertEquals("nested_too_deep", verdict(with("\"host\":" + objects)));
    assertEquals("not_an_object", verdict("[".repeat(32) + "]".repeat(32)));
    assertEquals("nested_too_deep", verdict("[".repeat(33) + "]".repeat(33)));
    assertEquals("not_json", verdict("[".repeat(33) + "]".repeat(32)));
    assertEquals("not_json", verdict("[".repeat(33) + "]".repeat(33) + "]"));
    assertEquals("ok", verdict(with("\"x\":[" + "[{}],".repeat(100) + "[]]")));
  }

  @Test
  void r6_numbersAreLimitedWhereverTheyStand() {
    String longest = "1." + "2".repeat(58) + "e-10";
    assertEquals(64, longest.length());
    assertEquals("ok", verdict(with("\"x\":[{\"y\":" + longest + "}]")));
    assertEquals("number_too_long", verdict(with("\"x\":[{\"y\":-" + longest + "}]")));
    assertEquals("bad_number", verdict(with("\"bytes\":" + "9".repeat(64))));
    assertEquals("number_too_long", verdict(with("\"bytes\":" + "9".repeat(65))));
    assertEquals("number_too_long", verdict("9".repeat(65)));
    assertEquals("not_json", verdict("9".repeat(65) + "."));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "\"host\"", "1", "true", "false", "null", " [{}] ", "[\"host\"]"})
  void r6_otherJsonThanAnObject(String value) {
    assertEquals("not_an_object", verdict(value));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"host\":\"shop.example\"",
        "\"h\\u006fst\":\"shop.example\"",
        "\"host\":null",
        "\"host\":{}",
        "\"ip\":null,\"ip\":null",
        "\"status\":1,\"x\":2,\"statu\\u0073\":1"
      })
  void r6_aFieldTwice(String members) {
    assertEquals("duplicate_field", verdict(with(members)));
  }

  @Test
  void r6_requiredFields() {
    assertEquals("missing_field", verdict("{}"));
    assertEquals("missing_field", verdict(required("null", text("h"), text("/"))));
    assertEquals("missing_field", verdict(required(TIME, "null", text("/"))));
    assertEquals("missing_field", verdict(required(TIME, text("h"), "null")));
    assertEquals("missing_field", verdict("{\"Host\":\"h\",\"url\":\"/\",\"event_time\":1}"));
    assertEquals("missing_field", verdict("{\"x\":" + FULL + "}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"event_id", "event_time", "host", "url", "ip", "method", "referrer", "user_agent"})
  void r6_textFieldsTakeTextOnly(String field) {
    for (String other : new String[] {"1", "true", "false", "[]", "{}", "[\"a\"]"}) {
      String full = FULL.replaceFirst("\"" + field + "\": \"[^\"]*\"", text(field) + ":" + other);
      assertEquals("wrong_type", verdict(full), full);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"1\"", "true", "[1]", "{}", "\"\""})
  void r6_numberFieldsTakeNumbersOnly(String other) {
    assertEquals("wrong_type", verdict(with("\"status\":" + other)));
    assertEquals("wrong_type", verdict(with("\"bytes\":" + other)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\\u0000",
        "a\\u0000b",
        "\\ud800",
        "\\udfff",
        "\\ud83d\\ud83d\\ude00",
        "\\ude00\\ud83d",
        "\\ud83dx",
        "\\ud83d\\n",
        "\\ud83d\\u0041",
        "\\ud83d\uD83D\uDE00",
        "x\\uDBFF"
      })
  void r6_textThatNoDatabaseKeeps(String content) {
    assertEquals("unstorable_text", verdict(with("\"referrer\":" + text(content))));
    assertEquals("unstorable_text", verdict(required(text(content), text("h"), text("/"))));
    assertEquals("ok", verdict(with("\"x\":" + text(content))));
    assertEquals("ok", verdict(with(text(content) + ":1")));
  }

  @Test
  void r6_emptyFields() {
    assertEquals("empty_field", verdict(required(text(""), text("h"), text("/"))));
    assertEquals("empty_field", verdict(required(TIME, text(""), text("/"))));
    assertEquals("empty_field", verdict(required(TIME, text("h"), text(""))));
    assertEquals("empty_field", verdict(with("\"event_id\":\"\"")));
  }

  @ParameterizedTest
  @CsvSource({
    "event_id, 512",
    "ip, 64",
    "method, 64",
    "referrer, 16384",
    "user_agent, 16384",
  })
  void r6_lengthsCountInUtf8Bytes(String field, int limit) {
    assertLimit(limit, content -> with(text(field) + ":" + text(content)));
  }

  @Test
  void r6_lengthsOfRequiredFields() {
    assertLimit(255, content -> required(TIME, text(content), text("/")));
    assertLimit(16_384, content -> required(TIME, text("h"), text(content)));
  }

  @Test
  void r6_theLengthOfATime() {
    String longest = "2025-01-02T03:04:05." + "0".repeat(43) + "Z";
    assertEquals(64, longest.length());
    assertEquals("ok", verdict(at(longest)));
    assertEquals("field_too_long", verdict(at("0" + longest)));
    assertEquals("field_too_long", verdict(at("x".repeat(65))));
    assertEquals("bad_time", verdict(at("x".repeat(64))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "7", "200", "999"})
  void r6_statusFromZeroTo999(String status) {
    assertEquals(Integer.valueOf(status), event(with("\"status\":" + status)).status());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1000", "-1", "-0", "200.0", "2e2", "2E2", "0.5", "0e0", "4294967296", "1e-400"})
  void r6_statusesThatAreNone(String status) {
    assertEquals("bad_number", verdict(with("\"status\":" + status)));
  }

  @Test
  void r6_bytesUpToTheLargestLong() {
    assertEquals(0L, event(with("\"bytes\":0")).bytes());
    assertEquals(Long.MAX_VALUE, event(with("\"bytes\":9223372036854775807")).bytes());
    assertEquals("bad_number", verdict(with("\"bytes\":9223372036854775808")));
    assertEquals("bad_number", verdict(with("\"bytes\":18446744073709551616")));
    assertEquals("bad_number", verdict(with("\"bytes\":-1")));
    assertEquals("bad_number", verdict(with("\"bytes\":1.0")));
  }

  @Test
  void valuesDoNotShowInTheNextOnes() {
    EventDecoder decoder = new EventDecoder();
    byte[] full = FULL.getBytes(UTF_8);
    byte[] small = required(TIME, text("h"), text("/")).getBytes(UTF_8);
    byte[] deep = ("[".repeat(5_000) + "]".repeat(5_000)).getBytes(UTF_8);
    Decoded first = decoder.decode(full);
    decoder.decode(deep);
    assertEquals(
        event(required(TIME, text("h"), text("/"))), ((Decoded.Ok) decoder.decode(small)).event());
    assertEquals(first, decoder.decode(full));
  }

  @Test
  void r3_aRejectedValueAllocatesNothing() {
    EventDecoder decoder = new EventDecoder();
    List<byte[]> rejected =
        Stream.of(
                "[1,2",
                with("\"status\":-1"),
                with("\"ip\":\"\\ud800\""),
                with("\"ur\\u006c\":1"),
                at("x"))
            .map(value -> value.getBytes(UTF_8))
            .toList();
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    int rounds = 10_000;
    long before = 0;
    for (int round = -rounds; round < rounds; round++) {
      if (round == 0) {
        before = threads.getCurrentThreadAllocatedBytes();
      }
      for (int i = 0; i < rejected.size(); i++) {
        decoder.decode(rejected.get(i));
      }
    }
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertTrue(allocated < rounds, () -> "bytes for " + rounds + " rounds: " + allocated);
  }

  private static void assertLimit(int limit, UnaryOperator<String> value) {
    String rest = "x".repeat(limit % 2) + "\u00e9".repeat(limit / 2);
    for (String longest : new String[] {"x".repeat(limit), rest, "\\u0041".repeat(limit)}) {
      assertEquals("ok", verdict(value.apply(longest)));
      assertEquals("field_too_long", verdict(value.apply(longest + "x")));
      assertEquals("field_too_long", verdict(value.apply(longest + "\\n")));
    }
    String astral = "\\ud83d\\ude00".repeat(limit / 4);
    assertEquals("ok", verdict(value.apply(astral)));
    assertEquals("field_too_long", verdict(value.apply(astral + "\\ud83d\\ude00")));
  }
}
