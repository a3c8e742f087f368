// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.writer;

import dev.sluice.engine.decision.DecidedRecord;
import dev.sluice.engine.decision.Decider;
import dev.sluice.lab.input.InputRecord;
import dev.sluice.lab.input.InputRecords;
import dev.sluice.lab.input.traffic.TrafficGenerator;
import dev.sluice.lab.input.traffic.TrafficProfile;
import dev.sluice.lab.input.traffic.TrafficShare;
import dev.sluice.lab.run.DecisionSource;
import dev.sluice.model.Event;
import dev.sluice.model.LogRecord;
import dev.sluice.model.Outcome;
import dev.sluice.model.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/**
 * The rows to write: the accepted events of generated traffic, already decided. Their identities
 * are random UUIDs, so that none repeats and no index is filled from left to right.
 */
final class WriterRows {

  /** The partitions of one writer, which updates as many rows of the ledger. */
  static final int PARTITIONS = 4;

  private static final TrafficProfile ACCEPTED =
      TrafficProfile.defaults()
          .with(TrafficShare.BOTS, 0)
          .with(TrafficShare.STATIC_ASSETS, 0)
          .with(TrafficShare.HEALTH_CHECKS, 0)
          .with(TrafficShare.INTERNAL_CLIENTS, 0)
          .with(TrafficShare.FAILED_REQUESTS, 0)
          .with(TrafficShare.UNTRACKED_HOSTS, 0)
          .with(TrafficShare.LATE, 0)
          .with(TrafficShare.DUPLICATES, 0)
          .with(TrafficShare.MALFORMED, 0)
          .with(TrafficShare.FUTURE, 0)
          .with(TrafficShare.BOUNDARIES, 0);

  private final Random random;
  private final long[] next = new long[PARTITIONS];
  private final Decider decider = Decider.of(DecisionSource.defaults().decision());

  private WriterRows(long seed) {
    this.random = new Random(seed);
  }

  /**
   * The first rows of a seed, always the same; each partition's offsets start at 0 and have no gap.
   */
  static List<DecidedRecord> of(long seed, int count) {
    WriterRows rows = new WriterRows(seed);
    List<DecidedRecord> accepted = new ArrayList<>(count);
    // Nearly all are accepted, and the generator makes only as many as are requested.
    try (InputRecords records =
        TrafficGenerator.of(seed, Long.MAX_VALUE, PARTITIONS, ACCEPTED).records()) {
      while (accepted.size() < count) {
        rows.take(records.next(), accepted);
      }
    }
    return accepted;
  }

  private void take(InputRecord record, List<DecidedRecord> accepted) {
    Position position = new Position(record.partition(), next[record.partition()]);
    LogRecord at = new LogRecord(position, record.timestampMillis(), record.value());
    if (decider.decide(at).outcome() instanceof Outcome.Accepted one) {
      next[record.partition()]++;
      accepted.add(new DecidedRecord(at, new Outcome.Accepted(named(one.event()))));
    }
  }

  private Event named(Event event) {
    return new Event(
        new UUID(random.nextLong(), random.nextLong()).toString(),
        event.eventTimeMicros(),
        event.host(),
        event.url(),
        event.ip(),
        event.method(),
        event.status(),
        event.bytes(),
        event.referrer(),
        event.userAgent());
  }
}
