// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.sink;

import dev.sluice.engine.decision.DecidedRecord;
import dev.sluice.engine.log.LogProbe;
import dev.sluice.model.Event;
import dev.sluice.model.LogRecord;
import dev.sluice.model.Outcome;
import dev.sluice.model.Position;
import dev.sluice.model.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/** Decided records of some partitions, made from a seed; with every kind of outcome. */
final class TestLog {

  static final String TOPIC = "hits";

  private static final long TIME = 1_700_000_000_000_000L;

  private final String name;
  private final SortedMap<Integer, List<DecidedRecord>> byPartition = new TreeMap<>();

  private TestLog(long seed, int partitions, int records, boolean hasHoles, int identities) {
    name = "seed " + seed + ", " + partitions + " partitions of " + records + " records";
    Random random = new Random(seed);
    for (int partition = 0; partition < partitions; partition++) {
      List<DecidedRecord> log = new ArrayList<>();
      long offset = hasHoles ? random.nextInt(3) : 0;
      while (log.size() < records) {
        log.add(decided(random, new Position(partition, offset), identities));
        offset += hasHoles && random.nextInt(10) == 0 ? 2 + random.nextInt(3) : 1;
      }
      byPartition.put(partition, log);
    }
  }

  /** A log whose offsets start at 0 and have no holes. */
  static TestLog dense(long seed, int partitions, int records) {
    return new TestLog(seed, partitions, records, false, 100);
  }

  /** A log with holes, as from markers and compaction. */
  static TestLog withHoles(long seed, int partitions, int records) {
    return new TestLog(seed, partitions, records, true, 100);
  }

  /** A log in which most accepted events have an identity that others have, too. */
  static TestLog ofFewIdentities(long seed, int partitions, int records) {
    return new TestLog(seed, partitions, records, false, 20);
  }

  private static DecidedRecord decided(Random random, Position at, int identities) {
    int dice = random.nextInt(20);
    byte[] value = dice == 3 ? null : new byte[random.nextInt(6_000)];
    if (value != null) {
      random.nextBytes(value);
    }
    Outcome outcome =
        dice < 2
            ? new Outcome.Filtered(dice == 0 ? "bots" : "assets")
            : dice == 2
                ? new Outcome.Late(event(random, identities), 1 + random.nextInt(1_000_000))
                : dice == 3
                    ? new Outcome.Malformed(Reason.NULL_VALUE)
                    : dice == 4
                        ? new Outcome.Malformed(Reason.NOT_JSON)
                        : new Outcome.Accepted(event(random, identities));
    return new DecidedRecord(new LogRecord(at, TIME / 1_000, value), outcome);
  }

  /**
   * An event with and without optional fields, and with texts that sort differently by encoding.
   */
  private static Event event(Random random, int identities) {
    String id = random.nextInt(3) == 0 ? null : "id-\uD83D\uDE00-" + random.nextInt(identities);
    return new Event(
        id,
        TIME + random.nextInt(1_000_000),
        "www.example.org",
        "/\uFFFD/" + random.nextInt(1_000),
        random.nextBoolean() ? null : "203.0.113.9",
        random.nextBoolean() ? null : "GET",
        random.nextBoolean() ? null : random.nextInt(600),
        random.nextBoolean() ? null : (long) random.nextInt(1 << 20),
        random.nextBoolean() ? null : "https://example.org/\"quoted\\",
        random.nextBoolean() ? null : "x".repeat(random.nextInt(200)));
  }

  /** The records of all partitions, one after the other. */
  List<DecidedRecord> all() {
    return byPartition.values().stream().flatMap(List::stream).toList();
  }

  List<DecidedRecord> of(int partition) {
    return byPartition.get(partition);
  }

  /** The records of a partition from one offset to before another. */
  List<DecidedRecord> range(int partition, long from, long to) {
    return of(partition).stream()
        .filter(record -> offset(record) >= from && offset(record) < to)
        .toList();
  }

  /** The offset after the last record. */
  long end(int partition) {
    List<DecidedRecord> records = of(partition);
    return offset(records.get(records.size() - 1)) + 1;
  }

  /** A probe that answers as this log does. */
  LogProbe probe() {
    return (partition, from) ->
        of(partition).stream()
            .mapToLong(TestLog::offset)
            .filter(offset -> offset >= from)
            .findFirst();
  }

  private static long offset(DecidedRecord record) {
    return record.record().position().offset();
  }

  @Override
  public String toString() {
    return name;
  }
}
