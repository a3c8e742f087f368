// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.testbed;

import static dev.sluice.kit.testbed.HandMade.TIME;
import static dev.sluice.kit.testbed.HandMade.TIMESTAMP;
import static dev.sluice.kit.testbed.HandMade.event;

import dev.sluice.engine.config.RulesFile;
import dev.sluice.lab.run.DecisionSource;
import java.nio.charset.StandardCharsets;

/**
 * One topic of two partitions with the cases of identity, lateness, limits and kept bytes, decided
 * in three ways. The {@code url} of each event is {@code /} followed by the record's name.
 */
public final class Cases {

  /** The records, by name. */
  public static final HandMade RECORDS = records();

  private static final String DAY_EARLIER = "2025-12-31T00:00:10Z";
  private static final String ALL_COLUMNS =
      """
      "ip":"203.0.113.%1$s","method":"M%1$s","status":20%1$s,"bytes":%1$s,"referrer":"r%1$s",\
      "user_agent":"u%1$s\"""";

  /**
   * The scenario with an allowed lateness of 15 s, an allowed skew of 60 s, and a limit of dead
   * letters that is never reached.
   */
  public static TestBed.Scenario usual(TestBed testBed) {
    return RECORDS.scenario(testBed, "cases_usual", source(15_000_000L, 60_000_000, 10_000));
  }

  /** The scenario with no allowed lateness, no allowed skew and no dead letters. */
  public static TestBed.Scenario strict(TestBed testBed) {
    return RECORDS.scenario(testBed, "cases_strict", source(0L, 0, 0));
  }

  /**
   * The scenario with unlimited lateness, an allowed skew of one hour and one microsecond, and
   * three dead letters.
   */
  public static TestBed.Scenario lenient(TestBed testBed) {
    return RECORDS.scenario(testBed, "cases_lenient", source(null, 3_600_000_001L, 3));
  }

  /** The rules and times that decide the records: one rule, which every engine supports. */
  public static DecisionSource source(Long lateness, long skew, long deadLetters) {
    return new DecisionSource(
        "cases",
        RulesFile.parse(
            "cases",
            """
            {"rules":[{"name":"bots","when":{"contains":{"field":"user_agent","words":["bot"]}}}]}
            """),
        lateness,
        skew,
        deadLetters);
  }

  private static HandMade records() {
    HandMade records = new HandMade(2);
    defects(records);
    identities(records);
    times(records);
    values(records);
    copies(records);
    return records;
  }

  /**
   * Two alternating reasons in both partitions: five records of one, and four or two of the other.
   */
  private static void defects(HandMade records) {
    for (int i = 1; i <= 5; i++) {
      records.add(0, "json-" + i, "{".repeat(i));
      if (i <= 4) {
        records.add(0, "number-" + i, event(TIME, "/number-" + i, "\"status\":-" + i));
      }
    }
    for (int i = 11; i <= 15; i++) {
      records.add(1, "number-" + i, event(TIME, "/number-" + i, "\"bytes\":-" + i));
      if (i == 11 || i == 13) {
        records.add(1, "json-" + i, "{".repeat(i));
      }
    }
  }

  private static void identities(HandMade records) {
    identified(records, 0, "adjacent", "adjacent-1", ALL_COLUMNS.formatted(1));
    identified(records, 0, "adjacent", "adjacent-2", ALL_COLUMNS.formatted(2));
    identified(records, 0, "adjacent", "adjacent-3", ALL_COLUMNS.formatted(3));
    identified(records, 0, "far", "far-1", "");
    identified(records, 0, "bare", "bare-1", "");
    identified(records, 0, "bare", "bare-2", ALL_COLUMNS.formatted(2));
    identified(records, 0, "sp\\u0065lled", "spelled-1", "");
    identified(records, 0, "spelled", "spelled-2", "");
    identified(records, 0, "caf\u00e9", "composed", "");
    identified(records, 0, "cafe\u0301", "decomposed", "");
    identified(records, 0, "case", "small", "");
    identified(records, 0, "CASE", "capital", "");
    identified(records, 0, "space", "space-none", "");
    identified(records, 0, "space ", "space-behind", "");
    identified(records, 0, " space", "space-before", "");
    identified(records, 0, "7", "seven", "");
    identified(records, 0, "007", "seven-with-zeros", "");
    identified(records, 0, "filtered", "filtered-1", "\"user_agent\":\"a bot\"");
    identified(records, 0, "filtered", "filtered-2", "");
    identified(records, 0, "malformed", "malformed-1", "\"ip\":7");
    identified(records, 0, "malformed", "malformed-2", "");
    records.add(0, "late-1", event(DAY_EARLIER, "/late-1", "\"event_id\":\"late\",\"status\":201"));
    identified(records, 0, "late", "late-2", "");
    identified(records, 0, "then-late", "then-late-1", "");
    records.add(0, "then-late-2", event(DAY_EARLIER, "/then-late-2", "\"event_id\":\"then-late\""));
    records.add(0, "late-below", event(DAY_EARLIER, "/late-below", "\"event_id\":\"late-below\""));
    identified(records, 1, "late-below", "late-above", "");
    records.add(0, "nameless-1", event(TIME, "/nameless", ""));
    records.add(0, "nameless-2", event(TIME, "/nameless", ""));
    records.add(0, "nameless-3", event(TIME, "/nameless", "\"event_id\":null"));
    records.add(1, "nameless-4", event(TIME, "/nameless", ""));
    identified(records, 1, "across", "across-above", ALL_COLUMNS.formatted(1));
    identified(records, 1, "above", "above-1", "");
    identified(records, 1, "above", "above-2", "");
  }

  /** Copies of records much earlier in the same partition, and of records in the other one. */
  private static void copies(HandMade records) {
    identified(records, 0, "far", "far-2", "");
    identified(records, 1, "far", "far-3", "");
    identified(records, 0, "across", "across-below", "\"status\":299");
  }

  private static void identified(
      HandMade records, int partition, String id, String name, String members) {
    String more = members.isEmpty() ? "" : "," + members;
    records.add(partition, name, event(TIME, "/" + name, "\"event_id\":\"" + id + '"' + more));
  }

  /** Event times around {@link HandMade#TIMESTAMP}, which is ten seconds after midnight. */
  private static void times(HandMade records) {
    timed(records, "on-time", TIMESTAMP, "2026-01-01T00:00:10Z");
    timed(records, "1us", TIMESTAMP, "2026-01-01T00:00:09.999999Z");
    timed(records, "1us-by-the-cut", TIMESTAMP, "2026-01-01T00:00:09.9999999Z");
    timed(records, "1ms", TIMESTAMP + 1, "2026-01-01T00:00:10Z");
    timed(records, "15s", TIMESTAMP, "2025-12-31T23:59:55Z");
    timed(records, "15s-in-another-zone", TIMESTAMP, "2026-01-01T05:29:55+05:30");
    timed(records, "15s-and-1us", TIMESTAMP, "2025-12-31T23:59:54.999999Z");
    timed(records, "15s-and-1ms", TIMESTAMP + 1, "2025-12-31T23:59:55Z");
    timed(records, "15s-less-1us", TIMESTAMP, "2025-12-31T23:59:55.000001Z");
    timed(records, "a-year", TIMESTAMP, "2025-01-01T00:00:10Z");
    timed(records, "ahead-1us", TIMESTAMP, "2026-01-01T00:00:10.000001Z");
    timed(records, "ahead-by-what-is-cut", TIMESTAMP, "2026-01-01T00:00:10.0000009Z");
    timed(records, "ahead-60s", TIMESTAMP, "2026-01-01T00:01:10Z");
    timed(records, "ahead-60s-and-1us", TIMESTAMP, "2026-01-01T00:01:10.000001Z");
    timed(records, "ahead-1h-and-1us", TIMESTAMP, "2026-01-01T01:00:10.000001Z");
    timed(records, "ahead-1h-and-2us", TIMESTAMP, "2026-01-01T01:00:10.000002Z");
    timed(records, "no-timestamp-old", 0, "1999-12-31T23:59:59Z");
    timed(records, "no-timestamp-future", 0, "2999-01-01T00:00:00Z");
    // 2100-01-01T00:00:00Z, ahead of every real clock, and then 2001-09-09T01:46:40Z
    timed(records, "of-2100", 4_102_444_800_000L, "2100-01-01T00:00:00Z");
    timed(records, "of-2001-after-2100", 1_000_000_000_000L, "2001-09-09T01:46:40Z");
    timed(records, "of-2026-after-2100", TIMESTAMP, "2026-01-01T00:00:10Z");
    timed(records, "of-2100-again", 4_102_444_800_000L, "2100-01-01T00:00:00Z");
  }

  private static void timed(HandMade records, String name, long timestampMillis, String time) {
    records.add(
        0, name, timestampMillis, event(time, "/" + name, "").getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Values around 4,096 bytes, the number that is kept, and around the size of the largest record.
   */
  private static void values(HandMade records) {
    for (int length : new int[] {4_095, 4_096, 4_097, 100_000}) {
      records.add(1, "binary-" + length, TIMESTAMP, binary(length));
      String name = "late-" + length;
      records.add(1, name, TIMESTAMP, padded(event(DAY_EARLIER, "/" + name, ""), length));
    }
    records.add(1, "no-value", TIMESTAMP, null);
    records.add(1, "no-bytes", TIMESTAMP, new byte[0]);
    records.add(1, "largest", TIMESTAMP, padded(event(TIME, "/largest", ""), 524_288));
    records.add(1, "too-large", TIMESTAMP, padded(event(TIME, "/too-large", ""), 524_289));
  }

  /** All bytes in turn, starting with one that never occurs in UTF-8. */
  private static byte[] binary(int length) {
    byte[] value = new byte[length];
    for (int i = 0; i < length; i++) {
      value[i] = (byte) (255 - i % 256);
    }
    return value;
  }

  /**
   * Pads an event with an unknown field of two-byte characters, one of which crosses 4,096 bytes.
   */
  private static byte[] padded(String event, int length) {
    String head = event.substring(0, event.length() - 1) + ",\"x\":\"";
    head += head.length() % 2 == 0 ? "a" : "";
    int rest = length - head.length() - "\"}".length();
    String value = head + "\u00e9".repeat(rest / 2) + "b".repeat(rest % 2) + "\"}";
    return value.getBytes(StandardCharsets.UTF_8);
  }

  private Cases() {}
}
