// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.write;

import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.decision.DecidedRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** The records that wait to be written together, and when they are due. Not thread-safe. */
final class Gathered {

  /** A batch is full when its values have this size, regardless of how few records it has. */
  static final long FULL_BYTES = 32L * 1024 * 1024;

  private final int fullRecords;
  private final long lingerNanos;
  private final LongSupplier nanoTime;

  private List<DecidedRecord> records = new ArrayList<>();
  private long bytes;
  private long oldestNanos;

  /**
   * @param nanoTime a clock like {@link System#nanoTime}
   */
  Gathered(EngineConfig.Batching limits, LongSupplier nanoTime) {
    this.fullRecords = limits.records();
    this.lingerNanos = TimeUnit.MILLISECONDS.toNanos(limits.lingerMillis());
    this.nanoTime = nanoTime;
  }

  void add(DecidedRecord decision) {
    if (records.isEmpty()) {
      oldestNanos = nanoTime.getAsLong();
    }
    records.add(decision);
    bytes += bytes(decision);
  }

  boolean isEmpty() {
    return records.isEmpty();
  }

  boolean isFull() {
    return records.size() >= fullRecords || bytes >= FULL_BYTES;
  }

  /** Whether the records are to be written without a request: the batch is full, or lingered. */
  boolean isDue() {
    return !isEmpty() && (isFull() || nanosLeft() <= 0);
  }

  /**
   * How long the oldest record may still wait for others, in nanoseconds: zero or less when the
   * linger time is over, and without a meaning if there are no records.
   */
  long nanosLeft() {
    return lingerNanos - (nanoTime.getAsLong() - oldestNanos);
  }

  /** Removes all records and returns them, in the order in which they were added. */
  List<DecidedRecord> take() {
    List<DecidedRecord> taken = records;
    records = new ArrayList<>(taken.size());
    bytes = 0;
    return taken;
  }

  /** Drops a partition's records. */
  void drop(int partition) {
    records.removeIf(decision -> decision.record().position().partition() == partition);
    bytes = records.stream().mapToLong(Gathered::bytes).sum();
  }

  private static long bytes(DecidedRecord decision) {
    byte[] value = decision.record().value();
    return value == null ? 0 : value.length;
  }
}
