// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.input;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;

/** Counts an input's facts while it is read. */
public final class FactsCounter {

  private static final long MICROS_PER_MILLI = 1_000;
  private static final long MICROS_PER_SECOND = 1_000_000;
  private static final int MAX_TRACKED_HOSTS = 1_000;

  private final String source;
  private final String format;
  private final OptionalLong seed;
  private final int partitions;
  private final Map<Label, long[]> labels = new HashMap<>();
  private final LongSet ids = new LongSet();
  private final TreeSet<String> trackedHosts = new TreeSet<>();
  private final FirstLines firstLines = new FirstLines();
  private long records;
  private long events;
  private long behind;
  private long maxBehind;
  private long duplicates;
  private long first = Long.MAX_VALUE;
  private long greatest = Long.MIN_VALUE;
  private long unparsedLines;
  private long brokenEnvelopes;
  private long headerLines;
  private long blankLines;

  public FactsCounter(String source, String format, OptionalLong seed, int partitions) {
    this.source = source;
    this.format = format;
    this.seed = seed;
    this.partitions = partitions;
  }

  /** Takes a line of a file, before it is parsed. */
  public void line(byte[] line) {
    firstLines.add(line);
  }

  /** Counts a record, and returns it. */
  public InputRecord record(InputRecord record) {
    records++;
    if (record.label() != null) {
      labels.computeIfAbsent(record.label(), label -> new long[1])[0]++;
    }
    return record;
  }

  /**
   * Counts the event that a record holds.
   *
   * @param eventId or null
   */
  public void event(long timestampMillis, long eventTimeMicros, String eventId) {
    events++;
    if (eventId != null && !ids.add(StableHash.of(eventId))) {
      duplicates++;
    }
    first = Math.min(first, eventTimeMicros);
    if (eventTimeMicros < greatest) {
      behind++;
      maxBehind = Math.max(maxBehind, greatest - eventTimeMicros);
    } else if (timestampMillis <= 0
        || Math.floorDiv(eventTimeMicros, MICROS_PER_MILLI) <= timestampMillis) {
      greatest = eventTimeMicros;
    }
  }

  public void unparsedLine() {
    unparsedLines++;
  }

  public void brokenEnvelope() {
    brokenEnvelopes++;
  }

  public void headerLine() {
    headerLines++;
  }

  public void blankLine() {
    blankLines++;
  }

  /** Remembers a host of the log's own site; at most a thousand, since one site has no more. */
  public void trackedHost(String host) {
    if (trackedHosts.size() < MAX_TRACKED_HOSTS) {
      trackedHosts.add(host);
    }
  }

  /** The facts so far. */
  public InputFacts facts() {
    TreeMap<String, Long> byCode = new TreeMap<>();
    labels.forEach((label, count) -> byCode.put(label.code(), count[0]));
    return new InputFacts(
        source,
        format,
        seed,
        partitions,
        records,
        events,
        behind,
        maxBehind,
        duplicates,
        byCode,
        first == Long.MAX_VALUE ? null : instant(first),
        greatest == Long.MIN_VALUE ? null : instant(greatest),
        unparsedLines,
        brokenEnvelopes,
        headerLines,
        blankLines,
        trackedHosts,
        firstLines);
  }

  private static Instant instant(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, MICROS_PER_SECOND), Math.floorMod(micros, MICROS_PER_SECOND) * 1_000);
  }
}
