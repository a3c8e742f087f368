// SPDX-License-Identifier: Apache-2.0
package dev.sluice.model;

import java.util.Objects;

/**
 * One record of the log: everything that a decision may depend on (R3).
 *
 * <p>The arrays are not copied, since a record is read once and passed on; they must not be
 * changed.
 *
 * @param position the record's partition and offset
 * @param timestampMillis the record's timestamp, milliseconds since the epoch; zero or less means
 *     absent (R4)
 * @param value the record's bytes; null for a tombstone
 */
@SuppressWarnings(
    "ArrayRecordComponent") // read-only by contract; a copy per record would cost more
public record LogRecord(Position position, long timestampMillis, byte[] value) {

  /**
   * The smallest timestamp, in milliseconds since the epoch, that every decision treats like any
   * greater one (R4).
   */
  public static final long CAPPED_MILLIS = Long.MAX_VALUE / 4 / 1_000 + 1;

  public LogRecord {
    Objects.requireNonNull(position, "position");
  }

  /** Whether the log gave this record a timestamp to measure lateness and skew against. */
  public boolean hasTimestamp() {
    return timestampMillis > 0;
  }
}
