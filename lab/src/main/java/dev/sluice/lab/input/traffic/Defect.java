// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.input.traffic;

import dev.sluice.lab.input.Label;
import dev.sluice.model.Limits;
import dev.sluice.model.Reason;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The ways in which a record can fail to be an event, each with the expected reason. If a record
 * has two defects, the reason is the first of the contract's list.
 */
enum Defect {
  NULL(Reason.NULL_VALUE, (event, random) -> null),

  EMPTY(Reason.EMPTY_VALUE, (event, random) -> new byte[0]),

  BAD_BYTE(Reason.NOT_UTF8, (event, random) -> agentWith(event, 0xff)),
  OVERLONG(Reason.NOT_UTF8, (event, random) -> agentWith(event, 0xc0, 0xaf)),
  SURROGATE_BYTES(Reason.NOT_UTF8, (event, random) -> agentWith(event, 0xed, 0xa0, 0x80)),
  CUT_SEQUENCE(Reason.NOT_UTF8, (event, random) -> agentWith(event, 0xe2, 0x82)),
  BEYOND_UNICODE(Reason.NOT_UTF8, (event, random) -> agentWith(event, 0xf4, 0x90, 0x80, 0x80)),
  LATIN_1(Reason.NOT_UTF8, (event, random) -> agentWith(event, 'c', 'a', 'f', 0xe9)),
  UTF_16(
      Reason.NOT_UTF8,
      (event, random) -> ("\ufeff" + event.json()).getBytes(StandardCharsets.UTF_16LE)),
  GZIP_HEAD(Reason.NOT_UTF8, (event, random) -> bytes(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3)),
  NOT_UTF8_NOR_JSON(Reason.NOT_UTF8, (event, random) -> bytes('{', 0x80, '}', '}')),

  MARKED(Reason.BYTE_ORDER_MARK, (event, random) -> utf8("\ufeff" + event.json())),
  MARK_ALONE(Reason.BYTE_ORDER_MARK, (event, random) -> utf8("\ufeff")),
  MARKED_NO_JSON(Reason.BYTE_ORDER_MARK, (event, random) -> utf8("\ufeffhello")),

  TRUNCATED(Reason.NOT_JSON, Defect::truncated),
  TEXT(Reason.NOT_JSON, (event, random) -> utf8("connection reset by peer")),
  LOG_LINE(
      Reason.NOT_JSON,
      (event, random) ->
          utf8("203.0.113.9 - - [01/Jan/2026:00:00:01 +0000] \"GET / HTTP/1.1\" 200 17")),
  XML(Reason.NOT_JSON, (event, random) -> utf8("<event><host>shop.example</host></event>")),
  FORM(Reason.NOT_JSON, (event, random) -> utf8("host=shop.example&url=%2F")),
  BLANKS(Reason.NOT_JSON, (event, random) -> utf8("  \t ")),
  LINE_END(Reason.NOT_JSON, (event, random) -> utf8("\r\n")),
  TRAILING_BRACE(Reason.NOT_JSON, (event, random) -> utf8(event.json() + "}")),
  TRAILING_TEXT(Reason.NOT_JSON, (event, random) -> utf8(event.json() + " x")),
  TRAILING_NULS(Reason.NOT_JSON, (event, random) -> utf8(event.json() + "\0\0\0")),
  TWO_EVENTS(Reason.NOT_JSON, (event, random) -> utf8(event.json() + "\n" + event.json())),
  TRAILING_COMMA(Reason.NOT_JSON, (event, random) -> utf8(head(event) + ",}")),
  SINGLE_QUOTES(Reason.NOT_JSON, (event, random) -> utf8("{'host':'shop.example'}")),
  BARE_NAME(Reason.NOT_JSON, (event, random) -> utf8("{host:\"shop.example\"}")),
  COMMENT(Reason.NOT_JSON, (event, random) -> utf8("/* v2 */" + event.json())),
  NOT_A_NUMBER(Reason.NOT_JSON, (event, random) -> event.raw("bytes", "NaN").bytes()),
  LEADING_ZERO(Reason.NOT_JSON, (event, random) -> event.raw("status", "0200").bytes()),
  PLUS_SIGN(Reason.NOT_JSON, (event, random) -> event.raw("bytes", "+1").bytes()),
  HEX_NUMBER(Reason.NOT_JSON, (event, random) -> event.raw("bytes", "0x1F").bytes()),
  NO_FRACTION(Reason.NOT_JSON, (event, random) -> event.raw("bytes", "1.").bytes()),
  CAPITAL_TRUE(Reason.NOT_JSON, (event, random) -> event.raw("secure", "True").bytes()),
  NO_VALUE(Reason.NOT_JSON, (event, random) -> event.raw("bytes", "").bytes()),
  RAW_LINE_FEED(Reason.NOT_JSON, (event, random) -> event.raw("url", "\"/a\nb\"").bytes()),
  RAW_NUL(Reason.NOT_JSON, (event, random) -> event.raw("url", "\"/\0\"").bytes()),
  BAD_ESCAPE(Reason.NOT_JSON, (event, random) -> event.raw("url", "\"/\\q\"").bytes()),
  BAD_UNICODE_ESCAPE(Reason.NOT_JSON, (event, random) -> event.raw("url", "\"/\\u12g4\"").bytes()),
  ENDLESS_BRACKETS(Reason.NOT_JSON, (event, random) -> utf8("[".repeat(20_000))),
  DEEP_AND_TRUNCATED(
      Reason.NOT_JSON, (event, random) -> utf8("{\"a\":".repeat(Limits.NESTING * 2) + "1}")),

  ONE_TOO_DEEP(Reason.NESTED_TOO_DEEP, (event, random) -> nested(event, Limits.NESTING)),
  FAR_TOO_DEEP(Reason.NESTED_TOO_DEEP, (event, random) -> nested(event, 10_000)),
  DEEP_ARRAY_ALONE(
      Reason.NESTED_TOO_DEEP, (event, random) -> utf8("[".repeat(40) + "]".repeat(40))),

  LONG_NUMBER(
      Reason.NUMBER_TOO_LONG,
      (event, random) -> event.raw("bytes", "1".repeat(Limits.NUMBER_LENGTH + 1)).bytes()),
  LONG_UNKNOWN_NUMBER(
      Reason.NUMBER_TOO_LONG,
      (event, random) -> event.raw("pi", "3." + "1".repeat(100_000)).bytes()),
  LONG_NUMBER_NO_OBJECT(Reason.NUMBER_TOO_LONG, (event, random) -> utf8("9".repeat(70))),

  ARRAY(Reason.NOT_AN_OBJECT, (event, random) -> utf8("[]")),
  EVENT_IN_ARRAY(Reason.NOT_AN_OBJECT, (event, random) -> utf8("[" + event.json() + "]")),
  STRING(Reason.NOT_AN_OBJECT, (event, random) -> utf8("\"shop.example\"")),
  NUMBER(Reason.NOT_AN_OBJECT, (event, random) -> utf8("42")),
  JSON_NULL(Reason.NOT_AN_OBJECT, (event, random) -> utf8(" null ")),

  URL_TWICE(Reason.DUPLICATE_FIELD, (event, random) -> event.also("url", "\"/b\"").bytes()),
  HOST_TWICE_ESCAPED(
      Reason.DUPLICATE_FIELD,
      (event, random) -> event.also("\\u0068ost", "\"shop.example\"").bytes()),
  TWICE_AND_WRONG(
      Reason.DUPLICATE_FIELD, (event, random) -> event.also("event_time", "17").bytes()),

  NO_TIME(Reason.MISSING_FIELD, (event, random) -> event.drop("event_time").bytes()),
  NO_HOST(Reason.MISSING_FIELD, (event, random) -> event.drop("host").bytes()),
  NO_URL(Reason.MISSING_FIELD, (event, random) -> event.drop("url").bytes()),
  NULL_HOST(Reason.MISSING_FIELD, (event, random) -> event.raw("host", "null").bytes()),
  NO_FIELDS(Reason.MISSING_FIELD, (event, random) -> utf8("{}")),
  OTHER_CASE(
      Reason.MISSING_FIELD,
      (event, random) -> event.drop("host").text("Host", "shop.example").bytes()),
  NO_URL_AND_BAD_TIME(
      Reason.MISSING_FIELD, (event, random) -> event.drop("url").text("event_time", "?").bytes()),

  TIME_AS_NUMBER(
      Reason.WRONG_TYPE, (event, random) -> event.raw("event_time", "1767225600000").bytes()),
  STATUS_AS_TEXT(Reason.WRONG_TYPE, (event, random) -> event.text("status", "200").bytes()),
  BYTES_AS_TEXT(Reason.WRONG_TYPE, (event, random) -> event.text("bytes", "-").bytes()),
  HOST_AS_OBJECT(
      Reason.WRONG_TYPE, (event, random) -> event.raw("host", "{\"name\":\"shop\"}").bytes()),
  IP_AS_ARRAY(Reason.WRONG_TYPE, (event, random) -> event.raw("ip", "[\"203.0.113.9\"]").bytes()),
  AGENT_AS_BOOLEAN(Reason.WRONG_TYPE, (event, random) -> event.raw("user_agent", "true").bytes()),
  ID_AS_NUMBER(Reason.WRONG_TYPE, (event, random) -> event.raw("event_id", "12345").bytes()),
  WRONG_AND_EMPTY(
      Reason.WRONG_TYPE, (event, random) -> event.text("host", "").raw("url", "7").bytes()),

  NUL_IN_URL(Reason.UNSTORABLE_TEXT, (event, random) -> event.raw("url", "\"/a\\u0000b\"").bytes()),
  HIGH_SURROGATE(
      Reason.UNSTORABLE_TEXT, (event, random) -> event.raw("user_agent", "\"\\ud83d\"").bytes()),
  LOW_SURROGATE(
      Reason.UNSTORABLE_TEXT, (event, random) -> event.raw("referrer", "\"\\uDE00x\"").bytes()),
  SURROGATES_SWAPPED(
      Reason.UNSTORABLE_TEXT, (event, random) -> event.raw("url", "\"/\\ude00\\ud83d\"").bytes()),

  EMPTY_URL(Reason.EMPTY_FIELD, (event, random) -> event.text("url", "").bytes()),
  EMPTY_HOST(Reason.EMPTY_FIELD, (event, random) -> event.text("host", "").bytes()),
  EMPTY_ID(Reason.EMPTY_FIELD, (event, random) -> event.text("event_id", "").bytes()),
  EMPTY_TIME(Reason.EMPTY_FIELD, (event, random) -> event.text("event_time", "").bytes()),

  LONG_URL(Reason.FIELD_TOO_LONG, (event, random) -> longer(event, "url", Limits.TEXT_BYTES)),
  LONG_AGENT(
      Reason.FIELD_TOO_LONG,
      // Half as many letters as the limit, but each of two bytes, and one more.
      (event, random) -> event.text("user_agent", "ü".repeat(Limits.TEXT_BYTES / 2) + "u").bytes()),
  LONG_HOST(Reason.FIELD_TOO_LONG, (event, random) -> longer(event, "host", Limits.HOST_BYTES)),
  LONG_IP(Reason.FIELD_TOO_LONG, (event, random) -> longer(event, "ip", Limits.TOKEN_BYTES)),
  LONG_METHOD(
      Reason.FIELD_TOO_LONG, (event, random) -> longer(event, "method", Limits.TOKEN_BYTES)),
  LONG_ID(
      Reason.FIELD_TOO_LONG, (event, random) -> longer(event, "event_id", Limits.EVENT_ID_BYTES)),

  NO_DATE(Reason.BAD_TIME, (event, random) -> time(event, "yesterday")),
  NO_OFFSET(Reason.BAD_TIME, (event, random) -> time(event, "2026-01-01T00:00:00")),
  DATE_ALONE(Reason.BAD_TIME, (event, random) -> time(event, "2026-01-01")),
  LEAP_SECOND(Reason.BAD_TIME, (event, random) -> time(event, "2016-12-31T23:59:60Z")),
  YEAR_0(Reason.BAD_TIME, (event, random) -> time(event, "0000-12-31T23:59:59Z")),
  MONTH_13(Reason.BAD_TIME, (event, random) -> time(event, "2026-13-01T00:00:00Z")),
  FEBRUARY_30(Reason.BAD_TIME, (event, random) -> time(event, "2026-02-30T00:00:00Z")),
  HOUR_24(Reason.BAD_TIME, (event, random) -> time(event, "2026-01-01T24:00:00Z")),
  OFFSET_25(Reason.BAD_TIME, (event, random) -> time(event, "2026-01-01T00:00:00+25:00")),
  NO_DIGITS(Reason.BAD_TIME, (event, random) -> time(event, "2026-01-01T00:00:00.Z")),
  OTHER_DIGITS(Reason.BAD_TIME, (event, random) -> time(event, "２０２６-01-01T00:00:00Z")),
  LOG_TIME(Reason.BAD_TIME, (event, random) -> time(event, "01/Jan/2026:00:00:00 +0000")),

  NEGATIVE_STATUS(Reason.BAD_NUMBER, (event, random) -> event.raw("status", "-1").bytes()),
  LARGE_STATUS(Reason.BAD_NUMBER, (event, random) -> event.raw("status", "1000").bytes()),
  BROKEN_STATUS(Reason.BAD_NUMBER, (event, random) -> event.raw("status", "200.5").bytes()),
  NEGATIVE_BYTES(Reason.BAD_NUMBER, (event, random) -> event.raw("bytes", "-5").bytes()),
  BYTES_BEYOND_LONG(
      Reason.BAD_NUMBER, (event, random) -> event.raw("bytes", "9223372036854775808").bytes()),
  ABSURD_BYTES(Reason.BAD_NUMBER, (event, random) -> event.raw("bytes", "1e999999999").bytes());

  /** All defects. A value larger than allowed is not among them, since each costs half a MiB. */
  static final List<Defect> ALL = List.of(values());

  private interface Maker {
    byte[] value(JsonFields event, SeededRandom random);
  }

  private final Reason reason;

  @SuppressWarnings("ImmutableEnumChecker") // the makers above are stateless
  private final Maker maker;

  Defect(Reason reason, Maker maker) {
    this.reason = reason;
    this.maker = maker;
  }

  Label label() {
    return Label.malformed(reason);
  }

  /** The value that this defect makes of an event without defects; changes the event. */
  byte[] value(JsonFields event, SeededRandom random) {
    return maker.value(event, random);
  }

  /** An event followed by blanks, of exactly that many bytes in total. */
  static byte[] padded(JsonFields event, int bytes) {
    String json = event.json();
    return utf8(json + " ".repeat(bytes - utf8(json).length));
  }

  /** Cut anywhere between two characters; at least the last brace is gone. */
  private static byte[] truncated(JsonFields event, SeededRandom random) {
    String json = head(event);
    int end = 1 + random.below(json.length());
    return utf8(json.substring(0, Character.isHighSurrogate(json.charAt(end - 1)) ? end - 1 : end));
  }

  private static String head(JsonFields event) {
    String json = event.json();
    return json.substring(0, json.lastIndexOf('}'));
  }

  private static byte[] agentWith(JsonFields event, int... bytes) {
    String mark = "<bytes>";
    String json = event.text("user_agent", mark).json();
    int at = json.indexOf(mark);
    byte[] before = utf8(json.substring(0, at));
    byte[] after = utf8(json.substring(at + mark.length()));
    byte[] value = new byte[before.length + bytes.length + after.length];
    System.arraycopy(before, 0, value, 0, before.length);
    System.arraycopy(bytes(bytes), 0, value, before.length, bytes.length);
    System.arraycopy(after, 0, value, before.length + bytes.length, after.length);
    return value;
  }

  private static byte[] nested(JsonFields event, int inner) {
    return event.raw("nested", "[".repeat(inner) + "]".repeat(inner)).bytes();
  }

  private static byte[] longer(JsonFields event, String field, int limit) {
    return event.text(field, "x".repeat(limit + 1)).bytes();
  }

  private static byte[] time(JsonFields event, String time) {
    return event.text("event_time", time).bytes();
  }

  private static byte[] bytes(int... bytes) {
    byte[] value = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      value[i] = (byte) bytes[i];
    }
    return value;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
