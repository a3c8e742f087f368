// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.latency;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Sends at a fixed rate, independent of the replies: each event has a due time, which is its event
 * time and its record's timestamp, and a late reply does not delay later events. So no latency is
 * hidden by a sender that waits ("coordinated omission"). Not thread-safe.
 */
final class OpenLoop {

  private static final long MICROS_PER_SECOND = 1_000_000;
  private static final long MICROS_PER_MILLI = 1_000;

  /**
   * The shortest sleep: events that fall due in it are sent together, and count as late. Waking up
   * for each event, with a reply of the broker for each, would take a core away from what is
   * measured.
   */
  private static final long LEAST_SLEEP_NANOS = 1_000_000;

  private final Producer<byte[], byte[]> producer;
  private final TimedEvents events;
  private final String topic;
  private final int partitions;
  private final AtomicReference<Exception> failure = new AtomicReference<>();

  OpenLoop(Producer<byte[], byte[]> producer, TimedEvents events, String topic, int partitions) {
    this.producer = producer;
    this.events = events;
    this.topic = topic;
    this.partitions = partitions;
  }

  /**
   * Sends one event to each partition, and waits for all: a partition that was just created may
   * refuse a first batch and accept the second, and the first can then never follow.
   *
   * @return the number of events
   */
  int sendFirst() {
    for (int partition = 0; partition < partitions; partition++) {
      send(partition, nowMicros());
      flush();
    }
    return partitions;
  }

  /**
   * Sends for a length of time.
   *
   * @param rate events a second
   * @throws IllegalStateException if the broker refused an event
   */
  Sent send(int rate, Duration length) {
    long count = rate * length.toMillis() / 1_000;
    long start = nowMicros();
    long mostLate = 0;
    long late = 0;
    for (long i = 0; i < count; i++) {
      long due = start + i * MICROS_PER_SECOND / rate;
      late = await(due);
      mostLate = Math.max(mostLate, late);
      send((int) (i % partitions), due);
    }
    flush();
    return new Sent(rate, start, start + count * MICROS_PER_SECOND / rate, count, mostLate, late);
  }

  @SuppressWarnings("FutureReturnValueIgnored") // the callback receives the same error
  private void send(int partition, long micros) {
    producer.send(
        new ProducerRecord<>(
            topic, partition, micros / MICROS_PER_MILLI, null, events.next(micros)),
        (metadata, error) -> {
          if (error != null) {
            failure.compareAndSet(null, error);
          }
        });
  }

  private void flush() {
    producer.flush();
    if (failure.get() != null) {
      throw new IllegalStateException(
          topic + ": an event could not be sent: " + failure.get().getMessage(), failure.get());
    }
  }

  /** Waits for a moment, and returns how many microseconds have passed since it. */
  private static long await(long due) {
    long late = nowMicros() - due;
    while (late < 0) {
      LockSupport.parkNanos(Math.max(LEAST_SLEEP_NANOS, -late * 1_000));
      late = nowMicros() - due;
    }
    return late;
  }

  /** The time by the clock that the database uses for commits. */
  private static long nowMicros() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
  }
}
