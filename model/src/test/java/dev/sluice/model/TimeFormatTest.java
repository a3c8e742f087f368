// SPDX-License-Identifier: Apache-2.0
package dev.sluice.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeFormatTest {

  /** The time in RFC 3339, or {@code bad}. */
  private static String read(TimeFormat format, String text) {
    byte[] bytes = ("<" + text + ">").getBytes(UTF_8);
    long micros = TimeReader.of(format).micros(bytes, 1, bytes.length - 1);
    return micros == EventTime.MALFORMED ? "bad" : EventTime.format(micros);
  }

  private static String epoch(String unit, String text) {
    return read(TimeFormat.of("epoch_" + unit, null), text);
  }

  @ParameterizedTest
  @CsvSource({
    "seconds, 1735787045, 2025-01-02T03:04:05.000000Z",
    "seconds, 1735787045.5, 2025-01-02T03:04:05.500000Z",
    "seconds, 1735787045.678901, 2025-01-02T03:04:05.678901Z",
    "millis, 1735787045678, 2025-01-02T03:04:05.678000Z",
    "millis, 1735787045678.9019, 2025-01-02T03:04:05.678901Z",
    "micros, 1735787045678901, 2025-01-02T03:04:05.678901Z",
    "nanos, 1735787045678901999, 2025-01-02T03:04:05.678901Z",
    "nanos, 1735787045678901999.9, 2025-01-02T03:04:05.678901Z",
    // What is below a microsecond is cut, not rounded.
    "seconds, 1735787045.6789019999, 2025-01-02T03:04:05.678901Z",
    "micros, 0.999999999, 1970-01-01T00:00:00.000000Z",
    "nanos, 999, 1970-01-01T00:00:00.000000Z",
    "nanos, 1000, 1970-01-01T00:00:00.000001Z",
    // Downward, also before 1970.
    "seconds, -1, 1969-12-31T23:59:59.000000Z",
    "seconds, -0.0000001, 1969-12-31T23:59:59.999999Z",
    "seconds, -0.000001, 1969-12-31T23:59:59.999999Z",
    "seconds, -0.0000019, 1969-12-31T23:59:59.999998Z",
    "nanos, -1, 1969-12-31T23:59:59.999999Z",
    "nanos, -1000, 1969-12-31T23:59:59.999999Z",
    "nanos, -1001, 1969-12-31T23:59:59.999998Z",
    "seconds, -0, 1970-01-01T00:00:00.000000Z",
    "seconds, -0.000, 1970-01-01T00:00:00.000000Z",
    // No binary fraction is exactly 0.1, and 2^53 + 1 is not a double.
    "seconds, 0.1, 1970-01-01T00:00:00.100000Z",
    "micros, 9007199254740993, 2255-06-05T23:47:34.740993Z",
    "seconds, 253402300799.999999, 9999-12-31T23:59:59.999999Z",
    // Exponents, as Java prints doubles.
    "seconds, 1.735787045678E9, 2025-01-02T03:04:05.678000Z",
    "seconds, 1.735787045678901e+9, 2025-01-02T03:04:05.678901Z",
    "seconds, 1735787045678e-3, 2025-01-02T03:04:05.678000Z",
    "millis, 1.7E12, 2023-11-14T22:13:20.000000Z",
    "micros, 1e0000000000000000000000000000003, 1970-01-01T00:00:00.001000Z",
    "seconds, 0e999999999, 1970-01-01T00:00:00.000000Z",
    "seconds, 0.000e-999999999, 1970-01-01T00:00:00.000000Z",
    "seconds, 1e-999999999, 1970-01-01T00:00:00.000000Z",
    "seconds, -1e-999999999, 1969-12-31T23:59:59.999999Z",
    // Only a text can have these.
    "seconds, 0001735787045, 2025-01-02T03:04:05.000000Z",
    // The first and the last microsecond.
    "seconds, -62135596800, 0001-01-01T00:00:00.000000Z",
    "seconds, -62135596800.0000001, bad",
    "seconds, 253402300800, bad",
    "nanos, 253402300799999999999.9, 9999-12-31T23:59:59.999999Z",
    "nanos, 253402300800000000000, bad",
    "seconds, 1735787045678, bad",
    "micros, 1e999999999, bad",
    "seconds, 9999999999999999999999999999999999999999999999999999999999999999, bad",
    "nanos, 9223372036854775808e3, bad",
    "nanos, 9223372036854775808, 2262-04-11T23:47:16.854775Z",
    "seconds, '', bad",
    "seconds, -, bad",
    "seconds, ' 1', bad",
    "seconds, '1 ', bad",
    "seconds, +1, bad",
    "seconds, .5, bad",
    "seconds, 5., bad",
    "seconds, 1.e3, bad",
    "seconds, 1e, bad",
    "seconds, 1e+, bad",
    "seconds, 1e1.5, bad",
    "seconds, 0x10, bad",
    "seconds, 1_000, bad",
    "seconds, 'NaN', bad",
    "seconds, 2025-01-02T03:04:05Z, bad"
  })
  void r6_epochTimesAreReadExactlyAndCutDownward(String unit, String text, String expected) {
    assertEquals(expected, epoch(unit, text));
  }

  /** The second opinion is decimal arithmetic of any precision. */
  @Test
  void r6_epochTimesAreThoseOfExactArithmetic() {
    long seed = 20_261L;
    Random random = new Random(seed);
    List<String> units = List.of("seconds", "millis", "micros", "nanos");
    int times = 0;
    for (int i = 0; i < 200_000; i++) {
      int unit = random.nextInt(4);
      String text = number(random);
      BigDecimal micros =
          new BigDecimal(text).movePointRight(6 - 3 * unit).setScale(0, RoundingMode.FLOOR);
      boolean inRange =
          micros.compareTo(BigDecimal.valueOf(EventTime.MIN_MICROS)) >= 0
              && micros.compareTo(BigDecimal.valueOf(EventTime.MAX_MICROS)) <= 0;
      String expected = inRange ? EventTime.format(micros.longValueExact()) : "bad";
      times += inRange ? 1 : 0;
      assertEquals(
          expected,
          epoch(units.get(unit), text),
          () -> "seed " + seed + ": " + units.get(unit) + " " + text);
    }
    assertTrue(times > 50_000, "too few of the numbers are times: " + times);
  }

  private static String number(Random random) {
    StringBuilder text = new StringBuilder(random.nextInt(3) == 0 ? "-" : "");
    digits(text, random, 1 + random.nextInt(20));
    if (random.nextBoolean()) {
      digits(text.append('.'), random, 1 + random.nextInt(20));
    }
    if (random.nextInt(3) == 0) {
      text.append(random.nextBoolean() ? 'e' : 'E').append(random.nextInt(41) - 20);
    }
    return text.toString();
  }

  private static void digits(StringBuilder text, Random random, int count) {
    int one = random.nextInt(4) == 0 ? 9 * random.nextInt(2) : -1;
    for (int i = 0; i < count; i++) {
      text.append(one < 0 ? random.nextInt(10) : one);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "dd/MMM/yyyy:HH:mm:ss Z, 02/Jan/2025:05:04:05 +0200, 2025-01-02T03:04:05.000000Z",
    "dd/MMM/yyyy:HH:mm:ss Z, 02/Dec/2024:05:04:05 -0030, 2024-12-02T05:34:05.000000Z",
    "dd/MMM/yyyy:HH:mm:ss Z, 02/jan/2025:05:04:05 +0200, bad",
    "dd/MMM/yyyy:HH:mm:ss Z, 02/Jän/2025:05:04:05 +0200, bad",
    "dd/MMM/yyyy:HH:mm:ss Z, 02/Jan/2025:05:04:05 Z, bad",
    "dd/MMM/yyyy:HH:mm:ss Z, 02/Jan/2025:05:04:05 +02:00, bad",
    "dd/MMM/yyyy:HH:mm:ss Z, 2/Jan/2025:05:04:05 +0200, bad",
    "yyyy-MM-dd HH:mm:ssXXX, 2025-01-02 03:04:05Z, 2025-01-02T03:04:05.000000Z",
    "yyyy-MM-dd HH:mm:ssXXX, 2025-01-02 03:04:05+01:30, 2025-01-02T01:34:05.000000Z",
    "yyyy-MM-dd HH:mm:ssXXX, 2025-01-02 03:04:05z, bad",
    "yyyy-MM-dd HH:mm:ssXXX, 2025-01-02 03:04:05+0130, bad",
    "yyyy-MM-dd HH:mm:ssXXX, 2025-01-02 03:04:05+24:00, bad",
    "yyyy-MM-dd HH:mm:ssXXX, 2025-01-02 03:04:05+23:59, 2025-01-01T03:05:05.000000Z",
    "yyyy-MM-dd HH:mm:ssXXX, 2025-01-02 03:04:05+01:60, bad",
    "yyyy-MM-dd HH:mm:ssxxx, 2025-01-02 03:04:05Z, bad",
    "yyyy-MM-dd HH:mm:ssxxx, 2025-01-02 03:04:05-00:00, 2025-01-02T03:04:05.000000Z",
    "yyyyMMddHHmmssXX, 20250102030405Z, 2025-01-02T03:04:05.000000Z",
    "yyyyMMddHHmmssXX, 20250102030405+0100, 2025-01-02T02:04:05.000000Z",
    "yyyyMMddHHmmssXX, 20250102030405+01, bad",
    "yyyyMMddHHmmssxx, 20250102030405Z, bad",
    "yyyyMMddHHmmssX, 20250102030405Z, 2025-01-02T03:04:05.000000Z",
    "yyyyMMddHHmmssX, 20250102030405+01, 2025-01-02T02:04:05.000000Z",
    "yyyyMMddHHmmssX, 20250102030405+0130, 2025-01-02T01:34:05.000000Z",
    "yyyyMMddHHmmssX, 20250102030405+01:30, bad",
    "yyyyMMddHHmmssX, 20250102030405+013, bad",
    "yyyyMMddHHmmssx, 20250102030405+01, 2025-01-02T02:04:05.000000Z",
    "yyyyMMddHHmmssx, 20250102030405Z, bad",
    "yyyy-MM-dd'T'HH:mm:ss.SSSSSSSSSX, 2025-01-02T03:04:05.678901999Z, 2025-01-02T03:04:05.678901Z",
    "yyyy-MM-dd'T'HH:mm:ss.SSSSSSSSSX, 2025-01-02T03:04:05.67890199Z, bad",
    "yyyy-MM-dd'T'HH:mm:ss.SX, 1969-12-31T23:59:59.9Z, 1969-12-31T23:59:59.900000Z",
    "yyyy-MM-dd'T'HH:mm:ss.SX, 2025-01-02T03:04:05.-Z, bad",
    "yyyy-MM-dd HH:mmX, 2025-01-02 03:04Z, 2025-01-02T03:04:00.000000Z",
    "X HH:mm yyyy/dd/MM, +02 03:04 2025/02/01, 2025-01-02T01:04:00.000000Z",
    // Dates and times of day that do not exist.
    "yyyy-MM-dd HH:mm:ssX, 2025-02-29 03:04:05Z, bad",
    "yyyy-MM-dd HH:mm:ssX, 2024-02-29 03:04:05Z, 2024-02-29T03:04:05.000000Z",
    "yyyy-MM-dd HH:mm:ssX, 2025-00-02 03:04:05Z, bad",
    "yyyy-MM-dd HH:mm:ssX, 2025-13-02 03:04:05Z, bad",
    "yyyy-MM-dd HH:mm:ssX, 2025-01-02 24:00:00Z, bad",
    "yyyy-MM-dd HH:mm:ssX, 2025-01-02 23:60:00Z, bad",
    "yyyy-MM-dd HH:mm:ssX, 2016-12-31 23:59:60Z, bad",
    "yyyy-MM-dd HH:mm:ssX, 0000-01-02 03:04:05Z, bad",
    "yyyy-MM-dd HH:mm:ssX, 0001-01-01 00:00:00+01, bad",
    "yyyy-MM-dd HH:mm:ssX, 9999-12-31 23:59:59-01, bad",
    "yyyy-MM-dd HH:mm:ssX, -999-01-02 03:04:05Z, bad",
    "yyyy-MM-dd HH:mm:ssX, 2025-01-02 03:04:05, bad",
    "yyyy-MM-dd HH:mm:ssX, 2025-01-02 03:04:05Zx, bad",
    "yyyy-MM-dd HH:mm:ssX, 2025-01-02, bad",
    "yyyy-MM-dd HH:mm:ssX, '', bad"
  })
  void r6_patternsMeanWhatTheyMeanInJava(String pattern, String text, String expected) {
    assertEquals(expected, read(TimeFormat.of(pattern, null), text));
  }

  @ParameterizedTest
  @CsvSource({
    "Z, 2025-01-02T03:04:05.000000Z",
    "+02:00, 2025-01-02T01:04:05.000000Z",
    "-09:30, 2025-01-02T12:34:05.000000Z"
  })
  void r6_aPatternWithoutAnOffsetHasAZone(String zone, String expected) {
    TimeFormat format = TimeFormat.of("yyyy-MM-dd HH:mm:ss", zone);
    assertEquals(expected, read(format, "2025-01-02 03:04:05"));
    assertEquals("bad", read(format, "2025-01-02 03:04:05Z"));
  }

  @Test
  void r6_zonesThatMeanTheSameAreEqual() {
    TimeFormat utc = TimeFormat.of("yyyy-MM-dd HH:mm", "Z");
    assertEquals(utc, TimeFormat.of("yyyy-MM-dd HH:mm", "+00:00"));
    assertEquals(utc, TimeFormat.of("yyyy-MM-dd HH:mm", "-00:00"));
  }

  @Test
  void r6_literalTextIsComparedByteByByte() {
    TimeFormat format = TimeFormat.of("'['yyyy-MM-dd''HH 'o''clock' mm,é X']'", null);
    assertEquals("2025-01-02T03:04:00.000000Z", read(format, "[2025-01-02'03 o'clock 04,é Z]"));
    assertEquals("bad", read(format, "[2025-01-02'03 o'clock 04,e Z]"));
    assertEquals("bad", read(format, "[2025-01-02'03 O'clock 04,é Z]"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "yyyy-MM-dd | format | lacks a part; needed: yyyy, MM or MMM, dd, HH and mm",
        "yyyy-MM-dd HH:mm | format | has no offset (X, XX, XXX, x, xx, xxx or Z); add one, or the"
            + " key zone",
        "epoch_secs | format | is neither a format's name nor a pattern: it has e; allowed: yyyy,",
        "yy-MM-dd HH:mmX | format | is neither a format's name nor a pattern: it has yy; allowed",
        "uuuu-MM-dd HH:mmX | format | is neither a format's name nor a pattern: it has uuuu",
        "yyyy-MM-dd HH:mm:ss.SSSSSSSSSSX | format | is neither a format's name nor a pattern: it"
            + " has SSSSSSSSSS",
        "yyyy-MM-dd HH:mmXXXX | format | is neither a format's name nor a pattern: it has XXXX",
        "yyyy-MM-dd HH:mmVV | format | is neither a format's name nor a pattern: it has VV",
        "yyyy-MM-dd hh:mm aX | format | is neither a format's name nor a pattern: it has hh",
        "yyyy-MM-dd HH:mm[:ss]X | format | has [ outside of quotes; write '['",
        "yyyy-MM-dd HH:mm:SX | format | has a fraction but no ss; add ss",
        "yyyy-MM-dd HH:mm:ssX MMM | format | has MMM after a part of the same meaning",
        "yyyy-MM-dd HH:mmX Z | format | has Z after a part of the same meaning",
        "yyyy-MM-dd'THH:mmX | format | has a single quote without a second one"
      })
  void patternsThatAreRefused(String pattern, String key, String problem) {
    InvalidMappingException e =
        assertThrows(InvalidMappingException.class, () -> TimeFormat.of(pattern, null));
    assertEquals(key, e.key());
    assertTrue(e.problem().startsWith(problem), e.problem());
  }

  @Test
  void aPatternLongerThanATimeIsRefused() {
    String most = "yyyy-MM-dd HH:mmX" + "-".repeat(47);
    assertEquals("bad", read(TimeFormat.of(most, null), "x"));
    InvalidMappingException e =
        assertThrows(InvalidMappingException.class, () -> TimeFormat.of(most + "-", null));
    assertEquals("describes more than the 64 bytes that a time may have", e.problem());
  }

  @ParameterizedTest
  @ValueSource(strings = {"Europe/Berlin", "UTC", "GMT+2", "EST"})
  void aRegionIsRefusedWithTheReason(String zone) {
    InvalidMappingException e = refusedZone("yyyy-MM-dd HH:mm", zone);
    assertTrue(
        e.problem().startsWith("is a region, whose rules change from one release"), e.problem());
    assertTrue(e.problem().endsWith("allowed: Z, or an offset such as +02:00"), e.problem());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "z", "+2", "+0200", "02:00", "+24:00", "+02:60", " Z"})
  void whatIsNoOffsetIsRefused(String zone) {
    assertTrue(
        refusedZone("yyyy-MM-dd HH:mm", zone).problem().startsWith("is not an offset"), zone);
  }

  @Test
  void aZoneBesideAnOffsetIsRefused() {
    assertEquals(
        "contradicts the offset in the pattern; remove one of them",
        refusedZone("yyyy-MM-dd HH:mmX", "Z").problem());
    assertEquals(
        "is not a key here; allowed with a pattern that has no offset",
        refusedZone("rfc3339", "Z").problem());
  }

  private static InvalidMappingException refusedZone(String format, String zone) {
    InvalidMappingException e =
        assertThrows(InvalidMappingException.class, () -> TimeFormat.of(format, zone));
    assertEquals("zone", e.key());
    return e;
  }

  /** Java's formatter is the second opinion; it accepts more, such as years of five digits. */
  @Test
  void r6_patternsReadWhatJavaWrites() {
    long seed = 1_646L;
    Random random = new Random(seed);
    List<String> patterns =
        List.of(
            "dd/MMM/yyyy:HH:mm:ss Z",
            "yyyy-MM-dd'T'HH:mm:ss.SSSXXX",
            "yyyyMMdd'T'HHmmss.SSSSSSSSSx",
            "MMM dd yyyy, HH:mm:ss.SSSSSS xx",
            "HH'h'mm'm'ss's' dd.MM.yyyy X",
            "yyyy/MM/dd HH:mm xxx");
    for (int i = 0; i < 50_000; i++) {
      String pattern = patterns.get(i % patterns.size());
      DateTimeFormatter java = DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
      Instant instant =
          Instant.ofEpochSecond(
              random.nextLong(-62_000_000_000L, 253_000_000_000L), random.nextInt(1_000_000_000));
      // Java's x does not read back +0030, which it writes.
      int offset = 60 * (random.nextInt(36 * 60) - 18 * 60);
      OffsetDateTime time =
          instant.atOffset(ZoneOffset.ofTotalSeconds(Math.abs(offset) < 3_600 ? 0 : offset));
      String text = java.format(time);
      char[] changed = text.toCharArray();
      if (random.nextInt(3) == 0) {
        changed[random.nextInt(changed.length - "+00:00".length())] =
            "0123456789:+-Z Jan".charAt(random.nextInt(18));
      }
      String written = new String(changed);
      String found = read(TimeFormat.of(pattern, null), written);
      if (written.equals(text) || !found.equals("bad")) {
        assertEquals(
            micros(java, written), found, () -> "seed " + seed + ": " + pattern + " " + written);
      }
    }
  }

  private static String micros(DateTimeFormatter java, String text) {
    try {
      Instant instant = OffsetDateTime.parse(text, java).toInstant().truncatedTo(ChronoUnit.MICROS);
      return EventTime.format(instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1_000);
    } catch (DateTimeException e) {
      return "bad";
    }
  }
}
