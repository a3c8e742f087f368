// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.latency;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.config.KafkaClient;
import dev.sluice.engine.sink.LedgerReader;
import dev.sluice.engine.sink.SinkFault;
import dev.sluice.lab.server.Servers;
import dev.sluice.sink.kafka.KafkaSink;
import dev.sluice.sink.kafka.KafkaSinkSettings;
import dev.sluice.sink.kafka.ProducerSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Rows in topics. Their transactions leave no time of the commit, so a consumer of what is
 * committed notes when it receives each row, on a thread of its own.
 */
final class LiveTopics implements LiveRows {

  /** The column that has the time at which an event was due. */
  private static final String DUE = "event_time";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final long LOOK_MILLIS = 5;

  /** A row that was received, with both times in microseconds since the epoch. */
  private record Seen(long dueMicros, long seenMicros) {}

  private final Servers servers;
  private final LedgerReader ledger;
  private final Consumer<byte[], byte[]> consumer;
  private final Thread reader = new Thread(this::read, "bench-rows");
  private final Map<TopicPartition, Long> positions = new ConcurrentHashMap<>();
  private final Queue<Seen> seen = new ConcurrentLinkedQueue<>();
  private final AtomicReference<RuntimeException> failure = new AtomicReference<>();

  private LiveTopics(Servers servers, LedgerReader ledger, Consumer<byte[], byte[]> consumer) {
    this.servers = servers;
    this.ledger = ledger;
    this.consumer = consumer;
  }

  /** Begins to read the topics of a run that has created them. */
  static LiveTopics open(Servers servers, EngineConfig config) {
    KafkaSinkSettings sink = KafkaSinkSettings.of(config);
    LiveTopics opened =
        new LiveTopics(
            servers,
            new KafkaSink(config, ProducerSource.KAFKA).reader(),
            new KafkaConsumer<>(
                KafkaClient.reader(sink.kafka()).properties(),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer()));
    String topic = sink.name() + ".events";
    List<TopicPartition> places =
        opened.consumer.partitionsFor(topic).stream()
            .map(each -> new TopicPartition(topic, each.partition()))
            .toList();
    opened.consumer.assign(places);
    opened.consumer.seekToBeginning(places);
    // Before the first poll, so that its end is waited for even if that has not returned yet.
    places.forEach(place -> opened.positions.put(place, 0L));
    opened.reader.setDaemon(true);
    opened.reader.start();
    return opened;
  }

  private void read() {
    try (consumer) {
      while (true) {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
        long now = micros(Instant.now());
        for (ConsumerRecord<byte[], byte[]> record : records) {
          Instant due = Instant.parse(JSON.readTree(record.value()).get(DUE).textValue());
          seen.add(new Seen(micros(due), now));
        }
        for (TopicPartition place : consumer.assignment()) {
          positions.put(place, consumer.position(place));
        }
      }
    } catch (WakeupException closed) {
      // The end.
    } catch (IOException e) {
      failure.set(new UncheckedIOException("a row is not JSON", e));
    } catch (RuntimeException e) {
      failure.set(e);
    }
  }

  private static long micros(Instant time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }

  @Override
  public long counted() throws SinkFault {
    return ledger.rows().values().stream().mapToLong(row -> row.next() - row.first()).sum();
  }

  @Override
  public Latencies latencies(long fromMicros, long toMicros) throws InterruptedException {
    awaitEnd();
    Histogram histogram = new Histogram(Latencies.DIGITS);
    for (Seen row : seen) {
      if (row.dueMicros() >= fromMicros && row.dueMicros() < toMicros) {
        // It is one clock, but two threads read it.
        histogram.recordValue(Math.max(0, row.seenMicros() - row.dueMicros()));
      }
    }
    return Latencies.of(histogram);
  }

  /** Waits until all that the topic has now is read; no transaction is open. */
  private void awaitEnd() throws InterruptedException {
    Map<TopicPartition, Long> ends = ends();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!ends.entrySet().stream()
        .allMatch(end -> positions.get(end.getKey()) >= end.getValue())) {
      if (failure.get() != null) {
        throw failure.get();
      }
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "rows were not read in time: up to %s of %s".formatted(positions, ends));
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
  }

  private Map<TopicPartition, Long> ends() throws InterruptedException {
    try (Admin admin = Admin.create(servers.kafkaClient())) {
      return admin
          .listOffsets(
              positions.keySet().stream()
                  .collect(Collectors.toMap(place -> place, place -> OffsetSpec.latest())))
          .all()
          .get(PATIENCE.toSeconds(), TimeUnit.SECONDS)
          .entrySet()
          .stream()
          .collect(Collectors.toMap(Map.Entry::getKey, end -> end.getValue().offset()));
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the ends of the topic of rows were not found", e);
    }
  }

  @Override
  public void close() {
    consumer.wakeup();
    ledger.close();
    try {
      reader.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
