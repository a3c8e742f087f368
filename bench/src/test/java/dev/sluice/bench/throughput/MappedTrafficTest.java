// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.throughput;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.engine.decision.Decider;
import dev.sluice.lab.input.Input;
import dev.sluice.lab.input.InputRecord;
import dev.sluice.lab.input.InputRecords;
import dev.sluice.lab.input.traffic.TrafficGenerator;
import dev.sluice.lab.input.traffic.TrafficProfile;
import dev.sluice.model.LogRecord;
import dev.sluice.model.Outcome;
import dev.sluice.model.Position;
import dev.sluice.model.Reason;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Tests that the same events come out of both shapes, so that their costs can be compared. */
class MappedTrafficTest {

  private static final long SEED = 7;
  private static final TrafficGenerator PLAIN =
      TrafficGenerator.of(SEED, 30_000, 4, TrafficProfile.defaults());

  @Test
  void anEventIsNestedUnderOtherNamesInTheLayoutOfItsProducer() {
    assertEquals(
        """
        {"request": {"headers": {"User-Agent": ["a \\"b\\""], "Referer": ["/"]}, "uri": "\\/"}, \
        "ts": 1767225600.25, "size": 7, "tags": [1, {"a": "}"}]}""",
        mapped(
            """
            {"user_agent": "a \\"b\\"", "referrer": "/", "url": "\\/", \
            "event_time": "2026-01-01T01:00:00.2500009+01:00", "bytes": 7, \
            "tags": [1, {"a": "}"}]}""",
            1_767_225_600_250_000L));
    assertEquals(
        "{\n  \"status\" : 200,\n  \"request\" : {\n  \"id\" : \"x\"\n}\n}\n",
        mapped("{\n  \"status\" : 200,\n  \"event_id\" : \"x\"\n}\n", 0));
  }

  private static String mapped(String json, long micros) {
    return MappedTraffic.mapped(json, micros);
  }

  @Test
  void eachRecordHasTheSameOutcomeInBothShapes() {
    Decider plainly = Decider.of(Selection.FILTERED.decision());
    Decider mapping = Decider.of(Selection.MAPPED.decision());
    Input mapped = new MappedTraffic(PLAIN);
    assertEquals(PLAIN.partitions(), mapped.partitions());
    long offset = 0;
    try (InputRecords before = PLAIN.records();
        InputRecords after = mapped.records()) {
      while (before.hasNext()) {
        InputRecord one = before.next();
        InputRecord other = after.next();
        String which = "seed " + SEED + ", record " + offset;
        assertEquals(one.partition(), other.partition(), which);
        assertEquals(one.timestampMillis(), other.timestampMillis(), which);
        assertArrayEquals(one.key(), other.key(), which);
        Outcome expected = plainly.decide(record(one, offset)).outcome();
        Outcome outcome = mapping.decide(record(other, offset)).outcome();
        if (expected instanceof Outcome.Malformed bad && bad.reason() != Reason.FROM_THE_FUTURE) {
          assertTrue(outcome instanceof Outcome.Malformed, which);
          assertArrayEquals(one.value(), other.value(), which);
        } else {
          assertEquals(expected, outcome, which);
          assertNotEquals(text(one), text(other), which);
        }
        offset++;
      }
      assertEquals(false, after.hasNext());
    }
    assertEquals(30_000, offset);
  }

  @Test
  void bothShapesHaveAboutAsManyBytes() {
    double ratio = MappedTraffic.averageBytes(new MappedTraffic(PLAIN), 10_000);
    ratio /= MappedTraffic.averageBytes(PLAIN, 10_000);
    assertTrue(ratio > 0.97 && ratio < 1.03, "seed " + SEED + ": " + ratio);
  }

  private static LogRecord record(InputRecord record, long offset) {
    return new LogRecord(
        new Position(record.partition(), offset), record.timestampMillis(), record.value());
  }

  private static String text(InputRecord record) {
    return new String(record.value(), StandardCharsets.UTF_8);
  }
}
