// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.testbed;

import dev.sluice.lab.input.TopicLoader;
import dev.sluice.lab.oracle.OutcomeListener;
import dev.sluice.lab.run.DecisionSource;
import dev.sluice.model.Position;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * Hand-written records, each with a name by which tests refer to it. Add all of them before
 * sending. Adding is not thread-safe.
 */
public final class HandMade {

  /** The default record timestamp: 2026-01-01T00:00:10Z, in milliseconds. */
  public static final long TIMESTAMP = Scenarios.TIMESTAMP;

  /** An event time ten seconds before {@link #TIMESTAMP}. */
  public static final String TIME = "2026-01-01T00:00:00Z";

  /** A named record and its position. */
  @SuppressWarnings("ArrayRecordComponent") // written once, never compared
  private record Made(String name, Position position, long timestampMillis, byte[] value) {}

  private final int partitions;
  private final Map<String, Made> records = new LinkedHashMap<>();
  private final Map<Integer, Long> ends = new HashMap<>();

  /** Creates an empty collection for a topic with the given number of partitions. */
  public HandMade(int partitions) {
    this.partitions = partitions;
  }

  /** Adds a record at the end of a partition, with {@link #TIMESTAMP}. */
  public HandMade add(int partition, String name, String value) {
    return add(partition, name, TIMESTAMP, value.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Adds a record at the end of a partition.
   *
   * @param timestampMillis zero for none
   * @param value null for a tombstone
   */
  public HandMade add(int partition, String name, long timestampMillis, byte[] value) {
    Position position = new Position(partition, ends.merge(partition, 1L, Long::sum) - 1);
    if (records.put(name, new Made(name, position, timestampMillis, value)) != null) {
      throw new IllegalArgumentException(name + ": two records have this name");
    }
    return this;
  }

  /**
   * Returns an event as JSON.
   *
   * @param members further members, such as {@code "status":200}; may be empty
   */
  public static String event(String time, String url, String members) {
    return """
    {"event_time":"%s","host":"shop.example","url":"%s"%s}"""
        .formatted(time, url, members.isEmpty() ? "" : "," + members);
  }

  /** The position of a record. */
  public Position position(String name) {
    return records.get(name).position();
  }

  /** A record's value, which must not be modified. */
  public byte[] value(String name) {
    return records.get(name).value();
  }

  /** The names of the records at these positions. */
  public SortedSet<String> names(Collection<Position> positions) {
    return records.values().stream()
        .filter(made -> positions.contains(made.position()))
        .map(Made::name)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** A topic with all of the records. */
  public TestBed.Scenario scenario(TestBed testBed, String name, DecisionSource source) {
    return scenario(testBed, name, source, IntStream.range(0, partitions).toArray());
  }

  /** A topic with the records of some partitions; the others can be sent later. */
  public TestBed.Scenario scenario(
      TestBed testBed, String name, DecisionSource source, int... filled) {
    return testBed.scenario(
        name,
        source,
        (topic, client) -> {
          new TopicLoader(client).create(topic, partitions);
          for (int partition : filled) {
            send(topic, client, partition);
          }
          return OutcomeListener.NONE;
        });
  }

  /** Sends the records of one partition, which must still be empty. */
  public void send(String topic, Map<String, Object> client, int partition) throws Exception {
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    List<Made> some =
        records.values().stream().filter(it -> it.position().partition() == partition).toList();
    try (KafkaProducer<byte[], byte[]> producer = Scenarios.producer(client)) {
      for (Made made : some) {
        sent.add(
            producer.send(
                new ProducerRecord<>(
                    topic, partition, made.timestampMillis(), null, made.value())));
      }
    }
    for (int i = 0; i < some.size(); i++) {
      long offset = sent.get(i).get().offset();
      if (offset != some.get(i).position().offset()) {
        throw new IllegalStateException(
            "%s: %s is at the wrong offset %d".formatted(topic, some.get(i), offset));
      }
    }
  }
}
