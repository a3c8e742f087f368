// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.sluice.engine.config.EngineConfig;
import dev.sluice.model.LogRecord;
import dev.sluice.model.Outcome;
import dev.sluice.model.Position;
import dev.sluice.model.Reason;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeciderTest {

  private static final String RULES =
      "{\"rules\":[{\"name\":\"posts\",\"when\":"
          + "{\"equals\":{\"field\":\"method\",\"value\":\"POST\"}}}]}";

  /** 2026-01-01T00:00:00Z. */
  private static final long NEW_YEAR_MILLIS = 1_767_225_600_000L;

  private static final long SECOND = 1_000_000;

  private static Decider decider(Long allowedLatenessMicros, long allowedSkewMicros) {
    return Decider.of(
        new EngineConfig.Decision(RULES, null, allowedLatenessMicros, allowedSkewMicros, 10));
  }

  private static LogRecord record(long timestampMillis, String value) {
    return new LogRecord(
        new Position(0, 1), timestampMillis, value.getBytes(StandardCharsets.UTF_8));
  }

  private static String event(String time, String method) {
    return "{\"event_time\":\"%s\",\"host\":\"h\",\"url\":\"/\",\"method\":\"%s\"}"
        .formatted(time, method);
  }

  /** The outcome of a GET that arrives at new year, with 15 s and 60 s allowed. */
  private static Outcome atNewYear(String eventTime) {
    return decider(15 * SECOND, 60 * SECOND)
        .decide(record(NEW_YEAR_MILLIS, event(eventTime, "GET")))
        .outcome();
  }

  @Test
  void r4_exactlyTheAllowedLatenessIsInTime() {
    assertInstanceOf(Outcome.Accepted.class, atNewYear("2025-12-31T23:59:45Z"));
  }

  @Test
  void r4_aMicrosecondMoreIsLate() {
    Outcome.Late late =
        assertInstanceOf(Outcome.Late.class, atNewYear("2025-12-31T23:59:44.999999Z"));
    assertEquals(15 * SECOND + 1, late.latenessMicros());
  }

  @Test
  void r5_exactlyTheAllowedSkewIsNoFuture() {
    assertInstanceOf(Outcome.Accepted.class, atNewYear("2026-01-01T00:01:00Z"));
  }

  @Test
  void r5_aMicrosecondMoreIsTheFuture() {
    assertEquals(
        new Outcome.Malformed(Reason.FROM_THE_FUTURE), atNewYear("2026-01-01T00:01:00.000001Z"));
  }

  @Test
  void r4_nothingAllowedIsPossible() {
    Decider strict = decider(0L, 0);
    assertInstanceOf(
        Outcome.Accepted.class,
        strict.decide(record(NEW_YEAR_MILLIS, event("2026-01-01T00:00:00Z", "GET"))).outcome());
    assertInstanceOf(
        Outcome.Late.class,
        strict
            .decide(record(NEW_YEAR_MILLIS, event("2025-12-31T23:59:59.999999Z", "GET")))
            .outcome());
    assertEquals(
        new Outcome.Malformed(Reason.FROM_THE_FUTURE),
        strict
            .decide(record(NEW_YEAR_MILLIS, event("2026-01-01T00:00:00.000001Z", "GET")))
            .outcome());
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, -5, Long.MIN_VALUE})
  void r4_r5_anAbsentTimestampMeasuresNothing(long timestampMillis) {
    for (String time : new String[] {"0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"}) {
      assertInstanceOf(
          Outcome.Accepted.class,
          decider(0L, 0).decide(record(timestampMillis, event(time, "GET"))).outcome(),
          time);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MAX_VALUE, Long.MAX_VALUE / 1000, Long.MAX_VALUE / 4000 + 1})
  void r4_anAbsurdTimestampIsLateAndDoesNotOverflow(long timestampMillis) {
    LogRecord record = record(timestampMillis, event("0001-01-01T00:00:00Z", "GET"));
    Outcome.Late late =
        assertInstanceOf(
            Outcome.Late.class, decider(15 * SECOND, 60 * SECOND).decide(record).outcome());
    // A quarter of a long, less the microseconds from 0001 to 1970.
    assertEquals(Long.MAX_VALUE / 4 + 62_135_596_800L * SECOND, late.latenessMicros());
  }

  @Test
  void r4_unlimitedLatenessIsNeverLate() {
    LogRecord record = record(Long.MAX_VALUE, event("0001-01-01T00:00:00Z", "GET"));
    assertInstanceOf(Outcome.Accepted.class, decider(null, 0).decide(record).outcome());
  }

  @ParameterizedTest
  @CsvSource({
    // not JSON, apart from other defects
    "POST, 2027-01-01T00:00:00Z, x, not_json",
    // from the future and filtered
    "POST, 2027-01-01T00:00:00Z, '', from_the_future",
    // filtered and late
    "POST, 2025-01-01T00:00:00Z, '', posts",
    "GET, 2025-01-01T00:00:00Z, '', late",
    "GET, 2026-01-01T00:00:00Z, '', accepted"
  })
  void r3_malformedComesBeforeFilteredBeforeLate(
      String method, String time, String trailing, String expected) {
    LogRecord record = record(NEW_YEAR_MILLIS, event(time, method) + trailing);
    DecidedRecord decision = decider(15 * SECOND, 60 * SECOND).decide(record);
    assertEquals(expected, word(decision.outcome()));
    if (decision.outcome() instanceof Outcome.Filtered) {
      // Only counted, so its value need not be kept until it is written.
      LogRecord kept = decision.record();
      assertEquals(record.position(), kept.position());
      assertEquals(record.timestampMillis(), kept.timestampMillis());
      assertNull(kept.value());
    } else {
      assertSame(record, decision.record());
    }
  }

  private static String word(Outcome outcome) {
    if (outcome instanceof Outcome.Malformed malformed) {
      return malformed.reason().code();
    }
    if (outcome instanceof Outcome.Filtered filtered) {
      return filtered.rule();
    }
    return outcome instanceof Outcome.Late ? "late" : "accepted";
  }

  @Test
  void r3_aMappingIsPartOfTheDecision() {
    String events =
        "{\"fields\":{\"event_time\":{\"from\":\"t\",\"format\":\"epoch_millis\"},"
            + "\"host\":{\"value\":\"h\"},\"url\":\"request.uri\",\"method\":\"request.verb\"}}";
    Decider mapped =
        Decider.of(new EngineConfig.Decision(RULES, events, 15 * SECOND, 60 * SECOND, 10));
    String value = "{\"t\":%d,\"request\":{\"uri\":\"/\",\"verb\":\"%s\"}}";
    record Case(long millis, String verb, String expected) {}
    for (Case each :
        new Case[] {
          new Case(NEW_YEAR_MILLIS, "GET", "accepted"),
          new Case(NEW_YEAR_MILLIS, "POST", "posts"),
          new Case(NEW_YEAR_MILLIS - 15_001, "GET", "late"),
          new Case(NEW_YEAR_MILLIS + 60_001, "GET", "from_the_future"),
          new Case(NEW_YEAR_MILLIS * 1_000, "GET", "bad_time")
        }) {
      LogRecord record = record(NEW_YEAR_MILLIS, value.formatted(each.millis, each.verb));
      assertEquals(each.expected, word(mapped.decide(record).outcome()), each.toString());
    }
    assertEquals(
        "missing_field",
        word(
            mapped
                .decide(record(NEW_YEAR_MILLIS, event("2026-01-01T00:00:00Z", "GET")))
                .outcome()));
  }

  @Test
  void r3_aTombstoneIsMalformed() {
    assertEquals(
        new Outcome.Malformed(Reason.NULL_VALUE),
        decider(null, 0).decide(new LogRecord(new Position(0, 0), 1, null)).outcome());
  }

  @Test
  void r3_theSameRecordIsDecidedTheSameAgain() {
    Decider decider = decider(15 * SECOND, 60 * SECOND);
    LogRecord late = record(NEW_YEAR_MILLIS, event("2025-01-01T00:00:00Z", "GET"));
    LogRecord filtered = record(NEW_YEAR_MILLIS, event("2026-01-01T00:00:00Z", "POST"));
    Outcome first = decider.decide(late).outcome();
    decider.decide(filtered);
    assertEquals(first, decider.decide(late).outcome());
  }
}
