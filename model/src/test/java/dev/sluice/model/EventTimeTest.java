// SPDX-License-Identifier: Apache-2.0
package dev.sluice.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventTimeTest {

  @ParameterizedTest
  @CsvSource({
    "1970-01-01T00:00:00Z, 0",
    "1970-01-01T00:00:00.000001Z, 1",
    "1969-12-31T23:59:59.999999Z, -1",
    "2025-01-02T03:04:05Z, 1735787045000000",
    "2025-01-02t03:04:05z, 1735787045000000",
    "2025-01-02T03:04:05+00:00, 1735787045000000",
    "2025-01-02T03:04:05-00:00, 1735787045000000",
    "2025-01-02T05:04:05+02:00, 1735787045000000",
    "2025-01-01T19:34:05-07:30, 1735787045000000",
    "2025-01-03T03:03:05+23:59, 1735787045000000",
    "2025-01-01T03:05:05-23:59, 1735787045000000",
    "2000-02-29T00:00:00Z, 951782400000000",
    "2024-02-29T23:59:59Z, 1709251199000000",
    "0001-01-01T00:00:00Z, -62135596800000000",
    "0001-01-01T00:01:00+00:01, -62135596800000000",
    "9999-12-31T23:59:59.999999Z, 253402300799999999",
    "9999-12-31T23:58:59.9999999-00:01, 253402300799999999"
  })
  void r6_timesAreMicrosecondsSinceTheEpoch(String text, long micros) {
    assertEquals(OptionalLong.of(micros), EventTime.parse(text));
  }

  @ParameterizedTest
  @CsvSource({
    "1, 100000",
    "12, 120000",
    "000001, 1",
    "0000019, 1",
    "9999999, 999999",
    "123456999999999999999999999999999999999999, 123456",
    "0, 0"
  })
  void r6_fractionDigitsAreCutAfterTheSixth(String digits, long micros) {
    assertEquals(OptionalLong.of(micros), EventTime.parse("1970-01-01T00:00:00." + digits + "Z"));
    assertEquals(
        OptionalLong.of(micros - 1_000_000),
        EventTime.parse("1969-12-31T23:59:59." + digits + "+00:00"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "2025-01-02",
        "2025-01-02T03:04Z",
        "2025-01-02T03:04:05",
        "2025-01-02 03:04:05Z",
        "2025-01-02_03:04:05Z",
        "2025-01-02T03:04:05 Z",
        " 2025-01-02T03:04:05Z",
        "2025-01-02T03:04:05Z ",
        "2025-01-02T03:04:05.Z",
        "2025-01-02T03:04:05.+00:00",
        "2025-01-02T03:04:05,5Z",
        "2025-01-02T03:04:05.5",
        "2025-01-02T03:04:05.5aZ",
        "2025-01-02T03:04:05.-5Z",
        "2025-01-02T03:04:05+0000",
        "2025-01-02T03:04:05+00",
        "2025-01-02T03:04:05+00:0",
        "2025-01-02T03:04:05+00:000",
        "2025-01-02T03:04:05+24:00",
        "2025-01-02T03:04:05+00:60",
        "2025-01-02T03:04:05+-1:00",
        "2025-01-02T03:04:05*00:00",
        "2025-01-02T03:04:05Z+00:00",
        "2025-01-02T03:04:05ZZ",
        "2025-01-02T24:00:00Z",
        "2025-01-02T03:60:00Z",
        "2025-01-02T03:04:60Z",
        "2016-12-31T23:59:60Z",
        "2025-00-02T03:04:05Z",
        "2025-13-02T03:04:05Z",
        "2025-01-00T03:04:05Z",
        "2025-01-32T03:04:05Z",
        "2025-04-31T03:04:05Z",
        "2025-02-29T03:04:05Z",
        "1900-02-29T03:04:05Z",
        "2024-02-30T03:04:05Z",
        "0000-01-01T00:00:00Z",
        "0000-12-31T23:59:59-23:59",
        "0001-01-01T00:00:00+00:01",
        "9999-12-31T23:59:59-00:01",
        "10000-01-01T00:00:00Z",
        "-025-01-02T03:04:05Z",
        "+2025-01-02T03:04:05Z",
        "25-01-02T03:04:05.123Z",
        "2025/01/02T03:04:05Z",
        "2025-01/02T03:04:05Z",
        "2025-01-02T03.04:05Z",
        "2025-01-02T03:04.05Z",
        "20250102T030405.000Z",
        "2025-W01-4T03:04:05Z",
        "2025-1-002T03:04:05Z",
        "\uff12025-01-02T03:04:05Z",
        "2025-01-02T03:04:05\u2212",
        "2025-01-02T03:04:0\u0665Z",
        "yesterday, around noon",
        "1735787045000000000000"
      })
  void r6_otherTextsAreNoTimes(String text) {
    assertEquals(OptionalLong.empty(), EventTime.parse(text));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1970-01-01T00:00:00.000000Z",
    "-1, 1969-12-31T23:59:59.999999Z",
    "1735787045000006, 2025-01-02T03:04:05.000006Z",
    "-62135596800000000, 0001-01-01T00:00:00.000000Z",
    "253402300799999999, 9999-12-31T23:59:59.999999Z"
  })
  void r6_timesAreWrittenInUtcWithSixDigits(long micros, String text) {
    assertEquals(text, EventTime.format(micros));
  }

  @Test
  void timesOutsideTheYearsAreNotWritten() {
    assertThrows(IllegalArgumentException.class, () -> EventTime.format(EventTime.MIN_MICROS - 1));
    assertThrows(IllegalArgumentException.class, () -> EventTime.format(EventTime.MAX_MICROS + 1));
  }

  @Test
  void r6_everyTimeIsReadAsTheJdkReadsIt() {
    long seed = 20_250_102L;
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      long micros = random.nextLong(EventTime.MIN_MICROS, EventTime.MAX_MICROS + 1);
      String text = EventTime.format(micros);
      assertEquals(OptionalLong.of(micros), EventTime.parse(text), () -> text + ", seed " + seed);
      Instant instant = Instant.parse(text);
      assertEquals(
          micros,
          instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1_000,
          () -> text + ", seed " + seed);
    }
  }
}
