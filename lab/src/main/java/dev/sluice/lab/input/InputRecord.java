// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.input;

/**
 * One record to be written to the topic.
 *
 * <p>The arrays are not copied; they must not be changed.
 *
 * @param partition zero or more
 * @param timestampMillis the record's timestamp, milliseconds since the epoch; 0 means absent (R4)
 * @param key or null
 * @param value null for a tombstone
 * @param label the outcome that the record's producer intended, or null if none is known
 */
@SuppressWarnings(
    "ArrayRecordComponent") // read-only by contract; a copy per record would cost more
public record InputRecord(
    int partition, long timestampMillis, byte[] key, byte[] value, Label label) {

  public InputRecord {
    if (partition < 0 || timestampMillis < 0) {
      throw new IllegalArgumentException(
          "record: partition "
              + partition
              + ", timestamp "
              + timestampMillis
              + "; both must be zero or more");
    }
  }
}
