// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.input.traffic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.lab.input.InputFacts;
import dev.sluice.lab.input.InputRecord;
import dev.sluice.lab.input.InputRecords;
import dev.sluice.lab.input.Label;
import dev.sluice.model.Decoded;
import dev.sluice.model.Event;
import dev.sluice.model.EventDecoder;
import dev.sluice.model.Limits;
import dev.sluice.model.Reason;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class TrafficGeneratorTest {

  private static final List<String> RULES =
      List.of(
          "bots",
          "static_assets",
          "health_checks",
          "internal_clients",
          "failed_requests",
          "untracked_hosts");

  @Test
  void theSameSeedGivesTheSameBytes() {
    assertEquals(digest(7, 3_000), digest(7, 3_000));
    assertNotEquals(digest(7, 3_000), digest(8, 3_000));
  }

  /**
   * Checks that the bytes are the same on every machine and Java version. The digest comes from the
   * program itself: after an intended change of the traffic, put the new one here.
   */
  @Test
  void theBytesOfASmallRunAreTheSameEverywhere() {
    assertEquals(
        "1400ef09286187432639169db0209323db69e7b9c7b5261679d73228e882389a", digest(1, 5_000));
  }

  @Test
  void aSecondReadingGivesTheSameRecordsAndFacts() {
    TrafficGenerator traffic = TrafficGenerator.of(3, 2_000, 4, TrafficProfile.defaults());
    assertThrows(IllegalStateException.class, traffic::facts);
    List<InputRecord> first = records(traffic);
    InputFacts facts = traffic.facts();
    List<InputRecord> second = records(traffic);
    for (int i = 0; i < first.size(); i++) {
      assertTrue(Arrays.equals(first.get(i).value(), second.get(i).value()), "record " + i);
    }
    assertEquals(facts, traffic.facts());
    assertEquals(2_000, facts.records());
  }

  @Test
  void everyReasonAndEveryRuleOccursInTwentyThousand() {
    for (long seed = 1; seed <= 3; seed++) {
      Set<String> codes = new TreeSet<>();
      records(TrafficGenerator.of(seed, 20_000, 4, TrafficProfile.defaults()))
          .forEach(record -> codes.add(record.label().code()));
      Set<String> expected = new TreeSet<>(Set.of("accepted", "late"));
      RULES.forEach(rule -> expected.add("filtered:" + rule));
      for (Reason reason : Reason.values()) {
        expected.add("malformed:" + reason.code());
      }
      assertEquals(expected, codes, "seed " + seed);
    }
  }

  @Test
  void aThirdIsAcceptedAndTheRestIsAsTheDialsSay() {
    TrafficGenerator traffic = TrafficGenerator.of(5, 50_000, 4, TrafficProfile.defaults());
    records(traffic);
    Map<String, Long> labels = traffic.facts().labels();
    assertShare(0.30, 0.36, labels.get("accepted"));
    assertShare(0.16, 0.20, labels.get("filtered:bots"));
    assertShare(0.19, 0.24, labels.get("filtered:static_assets"));
    assertShare(0.007, 0.015, labels.get("late"));
    assertShare(0.015, 0.025, traffic.facts().duplicates());
    assertShare(0.20, 0.40, traffic.facts().behind());
  }

  @Test
  void timestampsRiseFromTheFirstOf2026() {
    long previous = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();
    for (InputRecord record : records(traffic(1, 20_000))) {
      assertTrue(record.timestampMillis() >= previous);
      previous = record.timestampMillis();
    }
    assertTrue(previous < Instant.parse("2026-01-01T00:02:00Z").toEpochMilli());
  }

  @Test
  void r4_r5_eventsLieOnBothSidesOfEachTimeLimit() {
    Map<Long, Set<String>> byLateness = new HashMap<>();
    eachEvent(
        traffic(2, 60_000),
        (record, event) ->
            byLateness
                .computeIfAbsent(
                    record.timestampMillis() * 1_000 - event.eventTimeMicros(),
                    lateness -> new TreeSet<>())
                .add(record.label().outcome()));
    assertTrue(byLateness.get(15_000_000L).contains("accepted"));
    assertTrue(byLateness.get(15_000_001L).contains("late"));
    assertFalse(byLateness.get(15_000_001L).contains("accepted"));
    assertTrue(byLateness.get(-60_000_000L).contains("accepted"));
    assertEquals(Set.of("malformed"), byLateness.get(-60_000_001L));
  }

  @Test
  void duplicatesComeInTheSamePartitionAndInOthersWithTheSamePayloadAndOthers() {
    Map<String, InputRecord> originals = new HashMap<>();
    Set<String> kinds = new TreeSet<>();
    eachEvent(
        traffic(4, 20_000),
        (record, event) -> {
          InputRecord original =
              event.eventId() == null ? null : originals.putIfAbsent(event.eventId(), record);
          if (original != null) {
            kinds.add(
                (original.partition() == record.partition() ? "same" : "other")
                    + " partition, "
                    + (Arrays.equals(original.value(), record.value()) ? "same" : "other")
                    + " payload");
          }
        });
    assertEquals(
        Set.of(
            "same partition, same payload",
            "same partition, other payload",
            "other partition, same payload",
            "other partition, other payload"),
        kinds);
  }

  @Test
  void someEventsDeserveTwoReasonsAndBearTheFirst() {
    Set<String> seen = new TreeSet<>();
    eachEvent(
        traffic(6, 40_000),
        (record, event) -> {
          boolean late = record.timestampMillis() * 1_000 - event.eventTimeMicros() > 15_000_000;
          boolean bot = event.userAgent() != null && event.userAgent().contains("bot");
          if (bot && event.url().endsWith(".css")) {
            seen.add("bot for a style sheet: " + record.label().code());
          } else if (bot && late) {
            seen.add("late bot: " + record.label().code());
          }
        });
    assertEquals(Set.of("bot for a style sheet: filtered:bots", "late bot: filtered:bots"), seen);
  }

  @Test
  void withNothingMalformedAskedForEvenALongRunHasNone() {
    TrafficProfile profile =
        TrafficProfile.defaults().with(TrafficShare.MALFORMED, 0).with(TrafficShare.FUTURE, 0);
    for (InputRecord record : records(TrafficGenerator.of(1, 10_000, 4, profile))) {
      assertFalse(record.label().code().startsWith("malformed"), record.label().code());
    }
  }

  @Test
  void longRunsHaveValuesAsLargeAsAllowedAndLargerAndShortOnesHaveNone() {
    List<Integer> large = new ArrayList<>();
    for (InputRecord record : records(traffic(1, 10_000))) {
      if (record.value() != null && record.value().length > 200_000) {
        large.add(record.value().length);
      }
    }
    assertEquals(List.of(Limits.RECORD_BYTES + 1, 600_000, Limits.RECORD_BYTES), large);
    for (InputRecord record : records(traffic(1, 9_999))) {
      assertTrue(record.value() == null || record.value().length < 200_000);
    }
  }

  @Test
  void profilesGiveWhatTheirNamesSay() {
    for (InputRecord record :
        records(TrafficGenerator.of(1, 500, 2, TrafficProfile.malformedOnly()))) {
      assertEquals("malformed", record.label().outcome());
    }
    TrafficGenerator anonymous = TrafficGenerator.of(1, 2_000, 2, TrafficProfile.withoutEventIds());
    eachEvent(anonymous, (record, event) -> assertNull(event.eventId()));
    assertEquals(0, anonymous.facts().duplicates());
    assertEquals(0, records(TrafficGenerator.empty(3)).size());
  }

  @Test
  void onePartitionIsEnough() {
    for (InputRecord record : records(TrafficGenerator.of(1, 500, 1, TrafficProfile.defaults()))) {
      assertEquals(0, record.partition());
    }
  }

  @Test
  void aDialThatIsNoShareIsRefusedByName() {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> TrafficProfile.defaults().with(TrafficShare.BOTS, 1.5));
    assertTrue(refused.getMessage().startsWith("bots: 1.5"), refused.getMessage());
    assertThrows(
        IllegalArgumentException.class,
        () -> TrafficProfile.defaults().with(TrafficShare.BOTS, 0.9));
    for (TrafficShare share : TrafficShare.values()) {
      assertTrue(share.standard() > 0, share.key());
      assertEquals(share, TrafficShare.of(share.key()));
    }
  }

  private interface EventCheck {
    void accept(InputRecord record, Event event);
  }

  private static TrafficGenerator traffic(long seed, int events) {
    return TrafficGenerator.of(seed, events, 4, TrafficProfile.defaults());
  }

  private static void eachEvent(TrafficGenerator traffic, EventCheck check) {
    EventDecoder decoder = new EventDecoder();
    each(
        traffic,
        record -> {
          if (decoder.decode(record.value()) instanceof Decoded.Ok ok) {
            check.accept(record, ok.event());
          }
        });
  }

  private static List<InputRecord> records(TrafficGenerator traffic) {
    List<InputRecord> all = new ArrayList<>();
    each(traffic, all::add);
    return all;
  }

  private static void each(TrafficGenerator traffic, Consumer<InputRecord> action) {
    try (InputRecords records = traffic.records()) {
      records.forEachRemaining(action);
    }
  }

  private static void assertShare(double min, double max, long count) {
    assertTrue(count >= min * 50_000 && count <= max * 50_000, count + " of 50000");
  }

  private static String digest(long seed, int events) {
    MessageDigest digest = sha256();
    each(
        traffic(seed, events),
        record -> {
          assertNotNull(record.label());
          ByteBuffer numbers = ByteBuffer.allocate(12);
          digest.update(
              numbers.putInt(record.partition()).putLong(record.timestampMillis()).array());
          digest.update(record.key() == null ? new byte[] {0} : record.key());
          digest.update(record.value() == null ? new byte[] {0} : record.value());
          digest.update(code(record.label()));
        });
    return HexFormat.of().formatHex(digest.digest());
  }

  private static byte[] code(Label label) {
    return label.code().getBytes(StandardCharsets.UTF_8);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
