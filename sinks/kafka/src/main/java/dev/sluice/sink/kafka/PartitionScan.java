// SPDX-License-Identifier: Apache-2.0
package dev.sluice.sink.kafka;

import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/** Reads a partition's records, as its consumer sees them, from one offset to before another. */
final class PartitionScan {

  private static final Duration POLL = Duration.ofMillis(100);

  private final Consumer<byte[], byte[]> consumer;
  private final TopicPartition place;
  private final long end;
  private final Duration patience;
  private Iterator<ConsumerRecord<byte[], byte[]>> polled = Collections.emptyIterator();

  /**
   * @param consumer to which the partition, and no other, is assigned
   * @param patience how long to wait for a record or for the end
   */
  PartitionScan(
      Consumer<byte[], byte[]> consumer,
      TopicPartition place,
      long from,
      long end,
      Duration patience) {
    this.consumer = consumer;
    this.place = place;
    this.end = end;
    this.patience = patience;
    consumer.seek(place, from);
  }

  /** The next record; null at the end. */
  ConsumerRecord<byte[], byte[]> next() {
    long begun = System.nanoTime();
    // The position moves past markers and aborted records, none of which is returned.
    while (!polled.hasNext() && consumer.position(place, patience) < end) {
      polled = consumer.poll(POLL).records(place).iterator();
      if (!polled.hasNext() && System.nanoTime() - begun > patience.toNanos()) {
        throw new TimeoutException("reading " + place + " took longer than " + patience);
      }
    }
    if (!polled.hasNext()) {
      return null;
    }
    ConsumerRecord<byte[], byte[]> record = polled.next();
    return record.offset() < end ? record : null;
  }
}
