// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.latency;

import dev.sluice.model.Position;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/** The times of a flight recording at which records were decided and written. */
final class Trace {

  private static final String DECIDED = "dev.sluice.Decided";
  private static final String FLUSH = "dev.sluice.Flush";

  /**
   * A record's moments, in microseconds since the epoch.
   *
   * @param decided when its decision reached the writer
   * @param flushed when the flush started that wrote it
   * @param replied when the commit of that flush was answered
   */
  record Moments(long decided, long flushed, long replied) {}

  private record Decided(long micros, int writer) {}

  private final Map<Position, Decided> decided = new HashMap<>();
  private final Map<Integer, TreeMap<Long, Long>> flushes = new HashMap<>();

  static Trace read(Path file) throws IOException {
    Trace trace = new Trace();
    try (RecordingFile recording = new RecordingFile(file)) {
      while (recording.hasMoreEvents()) {
        trace.add(recording.readEvent());
      }
    }
    return trace;
  }

  private void add(RecordedEvent event) {
    if (event.getEventType().getName().equals(DECIDED)) {
      decided(
          new Position(event.getInt("partition"), event.getLong("offset")),
          micros(event.getStartTime()),
          event.getInt("writer"));
    } else if (event.getEventType().getName().equals(FLUSH)) {
      flush(micros(event.getStartTime()), micros(event.getEndTime()), event.getInt("writer"));
    }
  }

  void decided(Position position, long micros, int writer) {
    decided.put(position, new Decided(micros, writer));
  }

  void flush(long fromMicros, long toMicros, int writer) {
    flushes.computeIfAbsent(writer, none -> new TreeMap<>()).put(fromMicros, toMicros);
  }

  /** A record's moments: a decision that reaches a writer is written by its next flush. */
  Optional<Moments> of(Position position) {
    Decided taken = decided.get(position);
    if (taken == null || !flushes.containsKey(taken.writer())) {
      return Optional.empty();
    }
    return Optional.ofNullable(flushes.get(taken.writer()).ceilingEntry(taken.micros()))
        .map(flush -> new Moments(taken.micros(), flush.getKey(), flush.getValue()));
  }

  private static long micros(Instant time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }
}
