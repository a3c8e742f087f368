// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.operation;

import dev.sluice.lab.input.Input;
import dev.sluice.lab.input.InputRecord;
import dev.sluice.lab.input.InputRecords;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends an input's records to a topic at a steady rate, on a separate thread, regardless of what
 * happens to the consumers. Safe for use by many threads.
 */
final class SteadySender implements AutoCloseable {

  private static final long NANOS = 1_000_000_000;
  private static final long PAUSE_NANOS = 2_000_000;

  private final Map<String, Object> client;
  private final String topic;
  private final Input input;
  private final int perSecond;
  private final AtomicLong arrived = new AtomicLong();
  private final AtomicReference<Exception> failure = new AtomicReference<>();
  private final Thread thread = new Thread(this::run, "steady-sender");
  private volatile boolean stopped;

  private SteadySender(Map<String, Object> client, String topic, Input input, int perSecond) {
    this.client = new HashMap<>(client);
    this.topic = topic;
    this.input = input;
    this.perSecond = perSecond;
  }

  /**
   * Starts to send.
   *
   * @param input of more records than will be sent
   */
  static SteadySender start(Map<String, Object> client, String topic, Input input, int perSecond) {
    SteadySender sender = new SteadySender(client, topic, input, perSecond);
    sender.thread.setDaemon(true);
    sender.thread.start();
    return sender;
  }

  private void run() {
    try (InputRecords records = input.records();
        KafkaProducer<byte[], byte[]> producer =
            new KafkaProducer<>(config(), new ByteArraySerializer(), new ByteArraySerializer())) {
      long begun = System.nanoTime();
      long sent = 0;
      while (!stopped && failure.get() == null) {
        long due = due(System.nanoTime() - begun, perSecond);
        while (sent < due) {
          send(producer, records.next());
          sent++;
        }
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    } catch (RuntimeException e) {
      failure.compareAndSet(null, e);
    }
  }

  /** The number of records that are due by then. */
  static long due(long nanos, int perSecond) {
    // Not the product first: it exceeds 64 bits after some hours.
    return nanos / NANOS * perSecond + nanos % NANOS * perSecond / NANOS;
  }

  private Map<String, Object> config() {
    Map<String, Object> config = new HashMap<>(client);
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    // As in TopicLoader: a new partition may refuse its first batch and accept the second.
    config.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
    return config;
  }

  @SuppressWarnings("FutureReturnValueIgnored") // the callback receives the same error
  private void send(KafkaProducer<byte[], byte[]> producer, InputRecord record) {
    producer.send(
        new ProducerRecord<>(
            topic, record.partition(), record.timestampMillis(), record.key(), record.value()),
        (metadata, error) -> {
          if (error == null) {
            arrived.incrementAndGet();
          } else {
            failure.compareAndSet(null, error);
          }
        });
  }

  /**
   * The number of records that the broker has acknowledged.
   *
   * @throws IllegalStateException if the broker refused a record
   */
  long sent() {
    if (failure.get() != null) {
      throw new IllegalStateException(topic + ": a record could not be sent", failure.get());
    }
    return arrived.get();
  }

  /**
   * Stops, and waits until the broker has everything that was sent: {@link #sent} does not change
   * after that.
   */
  void stop() throws InterruptedException {
    stopped = true;
    thread.join();
  }

  /** Does the same; if the calling thread is interrupted, it does not wait. */
  @Override
  public void close() {
    try {
      stop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
