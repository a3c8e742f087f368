// SPDX-License-Identifier: Apache-2.0
package dev.sluice.model;

import static dev.sluice.model.Mappings.NESTED;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values are read where a mapping finds their fields. */
class EventMappingTest {

  private static final String VALUE =
      """
      {"level": "info", "ts": 1735787045.678901, "request": {"remote_ip": "203.0.113.9",
       "host": "shop.example", "headers": {"Accept": ["*/*"], "User-Agent": ["curl/8.5.0", "x"]},
       "uri": "/cart?id=7"}, "size": 5120, "status": "200", "host": 1, "method": "POST"}
      """;

  /** The reason's code, or the event's fields by name. */
  private static String read(EventDecoder decoder, String value) {
    Decoded decoded = decoder.decode(value.getBytes(UTF_8));
    return decoded instanceof Decoded.Bad bad
        ? bad.reason().code()
        : columns(((Decoded.Ok) decoded).event()).toString();
  }

  private static String read(EventMapping mapping, String value) {
    return read(new EventDecoder(mapping), value);
  }

  private static Map<String, String> columns(Event event) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("event_id", event.eventId());
    all.put("event_time", EventTime.format(event.eventTimeMicros()));
    all.put("host", event.host());
    all.put("url", event.url());
    all.put("ip", event.ip());
    all.put("method", event.method());
    all.put("status", event.status());
    all.put("bytes", event.bytes());
    all.put("referrer", event.referrer());
    all.put("user_agent", event.userAgent());
    Map<String, String> columns = new TreeMap<>();
    all.forEach(
        (name, value) -> {
          if (value != null) {
            columns.put(name, value.toString());
          }
        });
    return columns;
  }

  @Test
  void r1_fieldsAreReadWhereTheMappingFindsThem() {
    assertEquals(
        "{bytes=5120, event_time=2025-01-02T03:04:05.678901Z, host=shop.example, ip=203.0.113.9,"
            + " method=GET, status=200, url=/cart?id=7, user_agent=curl/8.5.0}",
        read(NESTED, VALUE));
  }

  @Test
  void r1_aFieldThatIsNotMappedIsAbsent() {
    EventMapping mapping = Mappings.of("event_time event_time", "host h", "url u");
    assertEquals(
        "{event_time=2025-01-02T03:04:05.000000Z, host=a, url=b}",
        read(
            mapping,
            """
            {"event_time": "2025-01-02T03:04:05Z", "h": "a", "u": "b", "host": "c", "ip": "d",
             "ip": 1, "status": 200, "event_id": ""}
            """));
  }

  /** Each line: what the value above has, what replaces it, and the outcome. */
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        // absent and null at each step
        "`\"request\": {` | `\"other\": {` | missing_field",
        "`\"remote_ip\": \"203.0.113.9\"` | `\"remote_ip\": null` | no ip",
        "`\"remote_ip\": \"203.0.113.9\",` | `` | no ip",
        "`\"headers\": {\"Accept\": [\"*/*\"], \"User-Agent\": [\"curl/8.5.0\", \"x\"]}` |"
            + " `\"headers\": null` | no user_agent",
        "`\"headers\"` | `\"header\"` | no user_agent",
        "`[\"curl/8.5.0\", \"x\"]` | null | no user_agent",
        "`[\"curl/8.5.0\", \"x\"]` | [] | no user_agent",
        "`[\"curl/8.5.0\", \"x\"]` | `[ ]` | no user_agent",
        "`[\"curl/8.5.0\", \"x\"]` | `[null, \"x\"]` | no user_agent",
        "`\"ts\": 1735787045.678901` | `\"ts\": null` | missing_field",
        "`\"size\": 5120` | `\"size\": null` | no bytes",
        // something else on the way
        "`\"headers\": {` | `\"headers\": 1, \"h\": {` | wrong_type",
        "`\"headers\": {` | `\"headers\": \"{\", \"h\": {` | wrong_type",
        "`\"headers\": {` | `\"headers\": [], \"h\": {` | wrong_type",
        "`\"headers\": {` | `\"headers\": [{\"User-Agent\": [\"x\"]}], \"h\": {` | wrong_type",
        "`\"headers\": {` | `\"headers\": true, \"h\": {` | wrong_type",
        "`\"headers\": {` | `\"headers\": {}, \"h\": {` | no user_agent",
        "`\"request\": {` | `\"request\": 1, \"r\": {` | wrong_type",
        "`\"request\": {` | `\"request\": [], \"r\": {` | wrong_type",
        "`\"request\": {` | `\"request\": {}, \"r\": {` | missing_field",
        // an array where one is expected, and where none is
        "`[\"curl/8.5.0\", \"x\"]` | `\"curl/8.5.0\"` | wrong_type",
        "`[\"curl/8.5.0\", \"x\"]` | `{\"0\": \"x\"}` | wrong_type",
        "`[\"curl/8.5.0\", \"x\"]` | `[[\"curl/8.5.0\"]]` | wrong_type",
        "`[\"curl/8.5.0\", \"x\"]` | `[[], \"x\"]` | wrong_type",
        "`[\"curl/8.5.0\", \"x\"]` | `[{}, \"x\"]` | wrong_type",
        "`[\"curl/8.5.0\", \"x\"]` | `[1, \"x\"]` | wrong_type",
        "`[\"curl/8.5.0\", \"x\"]` | `[true]` | wrong_type",
        "`[\"curl/8.5.0\", \"x\"]` | `[\"curl/8.5.0\", {\"User-Agent\": 1}, [], 1]` | same",
        "`\"host\": \"shop.example\"` | `\"host\": [\"shop.example\"]` | wrong_type",
        "`\"host\": \"shop.example\"` | `\"host\": {\"host\": \"shop.example\"}` | wrong_type",
        // numbers, in quotes and not
        "`\"200\"` | 200 | same",
        "`\"200\"` | `\"000200\"` | same",
        "`\"200\"` | `\"\\u0032\\u00300\"` | same",
        "`\"200\"` | `\"\"` | bad_number",
        "`\"200\"` | `\" 200\"` | bad_number",
        "`\"200\"` | `\"-0\"` | bad_number",
        "`\"200\"` | `\"200.0\"` | bad_number",
        "`\"200\"` | `\"1000\"` | bad_number",
        "`\"200\"` | `\"2\\u0000\"` | unstorable_text",
        "`\"200\"` | `\"2\\ud800\"` | unstorable_text",
        "`\"200\"` | `[\"200\"]` | wrong_type",
        "`\"200\"` | true | wrong_type",
        "`\"size\": 5120` | `\"size\": \"5120\"` | wrong_type",
        "`1735787045.678901` | `\"1735787045.678901\"` | wrong_type",
        "`1735787045.678901` | `\"2025-01-02T03:04:05Z\"` | wrong_type",
        "`1735787045.678901` | 1735787045678901 | bad_time",
        "`1735787045.678901` | 1735787045.6789019 | same",
        "`1735787045.678901` | 1735787045.67890100000000000000000000000000000000000000000000000 |"
            + " same",
        "`1735787045.678901` | 1735787045.67890100000000000000000000000000000000000000000000000000 |"
            + " number_too_long",
        // twice, in the object where it is looked for
        "`\"level\": \"info\"` | `\"ts\": null` | duplicate_field",
        "`\"level\": \"info\"` | `\"request\": null` | duplicate_field",
        "`\"level\": \"info\"` | `\"requ\\u0065st\": 1` | duplicate_field",
        "`\"Accept\": [\"*/*\"]` | `\"User-Agent\": 1` | duplicate_field",
        "`\"remote_ip\": ` | `\"headers\": {}, \"remote_ip\": ` | duplicate_field",
        "`\"uri\": ` | `\"host\": \"b\", \"uri\": ` | duplicate_field",
        // names that no path looks for there
        "`\"level\": \"info\"` | `\"host\": 2, \"remote_ip\": 3, \"User-Agent\": [4]` | same",
        "`\"Accept\": [\"*/*\"]` | `\"host\": 1, \"host\": {\"host\": 2}` | same",
        "`\"level\": \"info\"` | `\"request.host\": 1, \"request.host\": 2` | same",
        "`\"level\": \"info\"` | `\"\": {\"\": 1, \"\": 2}, \"t\": 1, \"tss\": 1, \"reques\": 1` |"
            + " same",
        // the list's order
        "`\"host\": \"shop.example\"` | `\"host\": \"\"` | empty_field",
        "`\"level\": \"info\"` | `\"level\": 1e` | not_json"
      })
  void r3_eachStepOfAPath(String part, String replacement, String expected) {
    assertTrue(VALUE.contains(part), part);
    String changed = VALUE.replace(part, replacement == null ? "" : replacement);
    Map<String, String> same = columns(((Decoded.Ok) decoded(VALUE)).event());
    if (expected.startsWith("no ")) {
      assertTrue(same.remove(expected.substring(3)) != null);
    }
    boolean isEvent = expected.equals("same") || expected.startsWith("no ");
    assertEquals(isEvent ? same.toString() : expected, read(NESTED, changed), changed);
  }

  private static Decoded decoded(String value) {
    return new EventDecoder(NESTED).decode(value.getBytes(UTF_8));
  }

  @Test
  void r6_anEpochTimeMayBeAText() {
    EventMapping mapping = Mappings.of("event_time t epoch_millis text", "host h", "url u");
    Supplier<Stream<String>> same =
        () ->
            Stream.of(
                "1735787045678",
                "\"1735787045678\"",
                "\"1.735787045678e12\"",
                "\"0001735787045678\"");
    same.get()
        .forEach(
            time ->
                assertEquals(
                    "{event_time=2025-01-02T03:04:05.678000Z, host=h, url=u}",
                    read(mapping, "{\"t\":" + time + ",\"h\":\"h\",\"u\":\"u\"}")));
    Map<String, String> wrong =
        Map.of(
            "\"\"",
            "bad_time",
            "\"-\"",
            "bad_time",
            "\"2025-01-02T03:04:05Z\"",
            "bad_time",
            "\"" + "0".repeat(64) + "\"",
            "ok",
            "\"" + "0".repeat(65) + "\"",
            "field_too_long",
            "\"1\\u0000\"",
            "unstorable_text");
    wrong.forEach(
        (time, reason) -> {
          String found = read(mapping, "{\"t\":" + time + ",\"h\":\"h\",\"u\":\"u\"}");
          assertEquals(reason, found.startsWith("{") ? "ok" : found, time);
        });
  }

  @Test
  void r1_namesAreComparedByteByByteAfterTheirEscapes() {
    EventMapping mapping =
        Mappings.of(
            "event_time a\\.b.c\\\\d",
            "host hostname",
            "url host",
            "ip ho",
            "referrer \u00e9\ud83d\ude00");
    assertEquals(
        "{event_time=2025-01-02T03:04:05.000000Z, host=1, ip=3, referrer=4, url=2}",
        read(
            mapping,
            """
            {"hostname": "1", "host": "2", "ho": "3", "h": "x", "hostnames": "x", "Host": "x",
             "a": {"b": {"c": 1}}, "a.b": {"c\\\\d": "2025-01-02T03:04:05Z", "c": 1},
             "\\u00e9\\ud83d\\ude00": "4", "e\\u0301": "x", "\\ud83d": 1, "\\u0000": 2}
            """));
    assertEquals(
        "duplicate_field", read(mapping, "{\"a.b\": {\"c\\\\d\": 1, \"\\u0063\\u005cd\": 2}}"));
  }

  @Test
  void r1_theLongestNameAndTheDeepestPath() {
    String name = "\u00e9".repeat(127) + "x";
    String path = name + ".b.c." + name;
    EventMapping mapping = Mappings.of("event_time " + path, "host h", "url u");
    for (String written : List.of(name, "\\u00e9".repeat(127) + "\\u0078")) {
      assertEquals(
          "{event_time=2025-01-02T03:04:05.000000Z, host=h, url=u}",
          read(
              mapping,
              "{\"%s\":{\"b\":{\"c\":{\"%sx\":1,\"%s\":\"2025-01-02T03:04:05Z\"}}},\"h\":\"h\",\"u\":\"u\"}"
                  .formatted(written, written, written)));
    }
    assertEquals(path, FieldPath.parse(path).text());
    for (String wrong :
        List.of("a.b.c.d.e", name + "x", "", "a..b", ".a", "a.", "a\\b", "a\\", "a\0", "\ud800")) {
      assertEquals(
          "from", assertThrows(InvalidMappingException.class, () -> FieldPath.parse(wrong)).key());
    }
  }

  @Test
  void r6_constantsAreFieldsOfEveryEvent() {
    EventMapping mapping =
        Mappings.of(
            "event_time t",
            "host = shop.example",
            "url = /",
            "status = 0",
            "bytes = 7",
            "event_id i",
            "ip = ",
            "method = " + "x".repeat(64));
    EventDecoder decoder = new EventDecoder(mapping);
    String expected =
        "{bytes=7, event_id=%s, event_time=2025-01-02T03:04:05.000000Z, host=shop.example, ip=,"
            + " method=%s, status=0, url=/}";
    for (String id : List.of("a", "bb")) {
      assertEquals(
          expected.formatted(id, "x".repeat(64)),
          read(
              decoder,
              "{\"t\":\"2025-01-02T03:04:05\\u005a\",\"i\":\"\\u00"
                  + (id.equals("a") ? "61" : "62b")
                  + "\",\"host\":1}"));
      assertEquals("missing_field", read(decoder, "{}"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "host h | | | lacks event_time, url; event_time, host and url must be mapped",
        "event_time = x | event_time | value | is not a key here; each event has its own time",
        "host = | host | value | is empty; allowed: 1 to 255 UTF-8 bytes",
        "event_id = | event_id | value | is empty; allowed: 1 to 512 UTF-8 bytes",
        "status = 1000 | status | value | is not a number of this field; allowed: digits, 0 to 999",
        "status = -1 | status | value | is not a number of this field",
        "status = 007 | status | value | is not a number of this field",
        "bytes = 9223372036854775808 | bytes | value | is not a number of this field",
        "host ho text | host | text | is not a key here, since the field is a text anyway",
        "event_time ti text | event_time | text | is not a key here",
        "url h | url | from | is the path of host already; each field has its own",
        "url h.x | url | from | and the path of host ('h') lead through each other",
        "ip u.v | ip | from | and the path of url ('u') lead through each other"
      })
  void mappingsThatAreRefused(String line, String field, String key, String problem) {
    List<String> lines = new ArrayList<>(List.of("event_time t", "host h", "url u"));
    String changed = line.substring(0, line.indexOf(' '));
    lines.removeIf(each -> key == null ? !each.startsWith("host") : each.startsWith(changed + " "));
    lines.add(line.endsWith("=") ? line + " " : line);
    InvalidMappingException e =
        assertThrows(
            InvalidMappingException.class, () -> Mappings.of(lines.toArray(String[]::new)));
    assertEquals(Optional.ofNullable(field), e.field().map(EventField::key));
    assertEquals(key == null ? "" : key, e.key());
    assertTrue(e.problem().startsWith(problem), e.problem());
  }

  @ParameterizedTest
  @ValueSource(strings = {"x\0", "\ud800", "\udc00x"})
  void aConstantThatNoTableKeepsIsRefused(String text) {
    assertThrows(
        InvalidMappingException.class,
        () -> Mappings.of("event_time t", "url u", "host = " + text));
  }

  @Test
  void whatBecameOfEachFieldCanBeShown() {
    String value = VALUE.replace("\"shop.example\"", "7").replace("[\"curl/8.5.0\", \"x\"]", "[]");
    EventReading reading =
        EventReading.of(NESTED, value.replace("\"200\"", "\"2x\"").getBytes(UTF_8));
    assertEquals(Optional.of(Reason.WRONG_TYPE), reading.reason());
    assertEquals(Optional.empty(), reading.event());
    assertEquals(
        List.of(
            "event_id",
            "event_time 1735787045.678901",
            "host wrong_type",
            "url /cart?id=7",
            "ip 203.0.113.9",
            "method GET",
            "status bad_number 2x",
            "bytes 5120",
            "referrer",
            "user_agent"),
        reading.fields().stream().map(EventMappingTest::shown).toList());
    EventReading whole = EventReading.of(NESTED, VALUE.getBytes(UTF_8));
    assertEquals("shop.example", whole.event().orElseThrow().host());
    assertEquals(List.of(), EventReading.of(NESTED, new byte[] {'['}).fields());
    assertEquals(List.of(), EventReading.of(NESTED, null).fields());
    EventReading twice =
        EventReading.of(NESTED, "{\"request\":{\"uri\":\"\"},\"request\":1}".getBytes(UTF_8));
    assertEquals(
        List.of(
            "event_id",
            "event_time missing_field",
            "host duplicate_field",
            "url duplicate_field",
            "ip duplicate_field",
            "method GET",
            "status",
            "bytes",
            "referrer",
            "user_agent duplicate_field"),
        twice.fields().stream().map(EventMappingTest::shown).toList());
  }

  private static String shown(EventReading.FieldReading field) {
    return (field.field().key()
            + " "
            + field.defect().map(Reason::code).orElse("")
            + " "
            + field.text().orElse(""))
        .replace("  ", " ")
        .strip();
  }

  /** The scanner remembers the bytes between two members; this must never affect a verdict. */
  @Test
  void r3_mappedValuesAreReadAsTheSecondOpinionReadsThem() {
    long seed = 25L;
    Random random = new Random(seed);
    int events = 0;
    Map<String, Integer> reasons = new TreeMap<>();
    for (int i = 0; i < 1_500; i++) {
      EventMapping mapping = RandomMappings.mapping(random);
      EventDecoder decoder = new EventDecoder(mapping);
      for (int j = 0; j < 40; j++) {
        String value = RandomMappings.value(mapping, random);
        String expected = MappedReference.read(mapping, value);
        events += expected.startsWith("{") ? 1 : 0;
        reasons.merge(expected.startsWith("{") ? "event" : expected, 1, Integer::sum);
        assertEquals(
            expected, read(decoder, value), () -> "seed " + seed + ": " + mapping + " " + value);
      }
    }
    assertTrue(events > 10_000, "too few of the values are events: " + reasons);
    assertEquals(9, reasons.size(), reasons.toString());
  }

  /** What a view remembers of one value must not be taken for granted in the next. */
  @Test
  void r6_whatWasReadBeforeChangesNoMappedVerdict() {
    long seed = 11L;
    Random random = new Random(seed);
    EventDecoder used = new EventDecoder(NESTED);
    byte[] good = VALUE.replaceAll("([:,])\\s+", "$1").strip().getBytes(UTF_8);
    int json = 0;
    for (int i = 0; i < 60_000; i++) {
      byte[] value = i % 2 == 0 ? good : JsonGrammarTest.mutated(good, random);
      Decoded decoded = new EventDecoder(NESTED).decode(value);
      Supplier<String> message = () -> "seed " + seed + ": " + new String(value, UTF_8);
      assertEquals(decoded, used.decode(value), message);
      Reason reason = decoded instanceof Decoded.Bad bad ? bad.reason() : null;
      if (reason != Reason.NOT_UTF8 && reason != Reason.EMPTY_VALUE) {
        json += reason != Reason.NOT_JSON ? 1 : 0;
        assertEquals(JsonGrammarTest.jacksonReads(value), reason != Reason.NOT_JSON, message);
      }
    }
    assertTrue(json > 33_000, "too few mutations are still JSON: " + json);
  }

  @Test
  void r3_aRejectedMappedValueAllocatesNothing() {
    EventView view = new EventView(NESTED);
    List<byte[]> values =
        Stream.of(
                VALUE,
                VALUE.replace("\"200\"", "\"2\\u0030x\""),
                VALUE.replace("\"uri\"", "\"\\u0075ri\""),
                VALUE.replace("{\"remote_ip\"", "1, \"x\": {\"y\""),
                VALUE.replace("\"x\"", "1e"))
            .map(value -> value.getBytes(UTF_8))
            .toList();
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    int rounds = 10_000;
    long before = 0;
    for (int round = -rounds; round < rounds; round++) {
      if (round == 0) {
        before = threads.getCurrentThreadAllocatedBytes();
      }
      for (int i = 0; i < values.size(); i++) {
        view.read(values.get(i));
      }
    }
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertTrue(allocated < rounds, () -> "bytes for " + rounds + " rounds: " + allocated);
  }

  /** Quadratic work on half a megabyte would take minutes. */
  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void r6_hostileMappedValuesAreJudgedInBoundedTime() {
    int half = Limits.RECORD_BYTES / 2;
    assertEquals("not_json", read(NESTED, "{\"request\":".repeat(half / 6)));
    assertEquals(
        "nested_too_deep",
        read(NESTED, "{\"request\":".repeat(half / 8) + "1" + "}".repeat(half / 8)));
    assertEquals(
        "duplicate_field", read(NESTED, "{" + "\"request\":{},".repeat(half / 8) + "\"b\":1}"));
    assertEquals(
        "missing_field",
        read(NESTED, "{\"request\":{" + "\"hos\":1,".repeat(half / 8) + "\"b\":1}}"));
    assertEquals(
        "missing_field",
        read(
            NESTED,
            "{\"request\":{\"headers\":{\"User-Agent\":[" + "[],".repeat(half / 2) + "1]}}}"));
    assertEquals(
        "missing_field",
        read(NESTED, "{" + "\"\\u0072\\u0065quest_\":1,".repeat(half / 16) + "\"b\":1}"));
    assertEquals("number_too_long", read(NESTED, "{\"ts\":1e" + "9".repeat(half) + "}"));
    String text = "{\"request\":{\"host\":\"h\",\"uri\":\"u\"},\"ts\":1,\"status\":\"%s\"}";
    assertEquals("field_too_long", read(NESTED, text.formatted("0".repeat(half))));
    assertEquals("field_too_long", read(NESTED, text.formatted("\\u0030".repeat(half / 4))));
  }
}
