package dev.sluice.lab.input;

/**
 * One record on its way into the topic.
 *
 * <p>The arrays are not copied; nobody may change them.
 *
 * @param partition zero or more
 * @param timestampMillis the record's timestamp, milliseconds since the epoch; 0 means absent (R4)
 * @param key or null
 * @param value null for a tombstone
 * @param label what the record's maker meant it to become, or null where nobody said
 */
@SuppressWarnings(
    "ArrayRecordComponent") // read-only by contract; a copy per record would cost more
public record InputRecord(
    int partition, long timestampMillis, byte[] key, byte[] value, Label label) {

  public InputRecord {
    if (partition < 0 || timestampMillis < 0) {
      throw new IllegalArgumentException(
          "partition and timestamp are zero or more, not " + partition + ", " + timestampMillis);
    }
  }
}
