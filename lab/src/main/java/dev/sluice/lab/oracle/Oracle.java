// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.oracle;

import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.decision.Decider;
import dev.sluice.model.LogRecord;
import dev.sluice.model.Position;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Computes what the tables must hold: reads the topic once, partition by partition, on the calling
 * thread (R11). Reads {@code read_committed}, joins no group and commits nothing.
 */
public final class Oracle {

  private static final Duration POLL = Duration.ofMillis(250);

  /** How long the position may stay the same before the end is reached. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Folds the whole topic: from the earliest offsets to the last stable ones. */
  public static OracleTables fold(
      EngineConfig.Kafka kafka, EngineConfig.Decision decision, OutcomeListener listener) {
    return fold(kafka, decision, Map.of(), Map.of(), listener);
  }

  /**
   * Folds a part of the topic.
   *
   * @param starts by partition; a partition that it lacks starts at its earliest offset
   * @param ends by partition, the offset to stop before; a partition that it lacks ends at its last
   *     stable offset at the time of the call
   * @throws IllegalStateException if the topic does not exist, or if its records do not arrive
   */
  public static OracleTables fold(
      EngineConfig.Kafka kafka,
      EngineConfig.Decision decision,
      Map<Integer, Long> starts,
      Map<Integer, Long> ends,
      OutcomeListener listener) {
    return fold(
        kafka,
        starts,
        ends,
        from ->
            new OracleFold(
                kafka.topic(),
                from,
                Decider.of(decision)::decide,
                decision.deadLettersPerReason(),
                listener));
  }

  /**
   * Folds the whole topic without keeping rows of events: each accepted event's row is passed on,
   * in the order of positions, so that the first row of an identity is the one to keep (R7).
   *
   * @param listener called with each record
   * @param rows receives the rows
   * @return the other tables, and counts without rows
   */
  static OracleTables fold(
      EngineConfig.Kafka kafka,
      EngineConfig.Decision decision,
      OutcomeListener listener,
      java.util.function.Consumer<OracleTables.ProcessedRow> rows) {
    return fold(
        kafka,
        Map.of(),
        Map.of(),
        from ->
            new OracleFold(
                kafka.topic(),
                from,
                Decider.of(decision)::decide,
                decision.deadLettersPerReason(),
                listener,
                rows));
  }

  private static OracleTables fold(
      EngineConfig.Kafka kafka,
      Map<Integer, Long> starts,
      Map<Integer, Long> ends,
      Function<Map<Integer, Long>, OracleFold> begin) {
    try (Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(properties(kafka))) {
      return fold(consumer, kafka.topic(), starts, ends, begin);
    }
  }

  private static OracleTables fold(
      Consumer<byte[], byte[]> consumer,
      String topic,
      Map<Integer, Long> starts,
      Map<Integer, Long> ends,
      Function<Map<Integer, Long>, OracleFold> begin) {
    List<PartitionInfo> infos = consumer.partitionsFor(topic);
    if (infos == null || infos.isEmpty()) {
      throw new IllegalStateException("topic " + topic + ": does not exist on this cluster");
    }
    List<TopicPartition> partitions =
        infos.stream().map(info -> new TopicPartition(topic, info.partition())).toList();
    Map<Integer, Long> from = given(consumer.beginningOffsets(partitions), starts);
    Map<Integer, Long> until = given(consumer.endOffsets(partitions), ends);
    OracleFold fold = begin.apply(from);
    from.forEach(
        (partition, start) ->
            read(
                consumer,
                new TopicPartition(topic, partition),
                start,
                until.get(partition),
                PATIENCE,
                fold));
    return fold.result();
  }

  /** Feeds one partition's records of [start, end) to the fold. */
  static void read(
      Consumer<byte[], byte[]> consumer,
      TopicPartition partition,
      long start,
      long end,
      Duration patience,
      OracleFold fold) {
    consumer.assign(List.of(partition));
    consumer.seek(partition, start);
    long position = start;
    long moved = System.nanoTime();
    // The position, not the last record, shows the end: it also passes transaction markers.
    while (position < end) {
      for (ConsumerRecord<byte[], byte[]> found : consumer.poll(POLL)) {
        if (found.offset() < end) {
          fold.add(
              new LogRecord(
                  new Position(found.partition(), found.offset()),
                  found.timestamp(),
                  found.value()));
        }
      }
      long now = System.nanoTime();
      long reached = consumer.position(partition);
      if (reached != position) {
        position = reached;
        moved = now;
      } else if (now - moved > patience.toNanos()) {
        throw new IllegalStateException(
            "%s: no record for %s s at offset %s; the partition ends at %s"
                .formatted(partition, patience.toSeconds(), position, end));
      }
    }
  }

  private static SortedMap<Integer, Long> given(
      Map<TopicPartition, Long> found, Map<Integer, Long> given) {
    SortedMap<Integer, Long> offsets = new TreeMap<>();
    found.forEach(
        (partition, offset) ->
            offsets.put(partition.partition(), given.getOrDefault(partition.partition(), offset)));
    return offsets;
  }

  private static Map<String, Object> properties(EngineConfig.Kafka kafka) {
    Map<String, Object> properties = new HashMap<>(kafka.properties());
    properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers());
    properties.put(ConsumerConfig.CLIENT_ID_CONFIG, "sluice-oracle");
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 10_000);
    // After a partition's last records, the consumer has already asked for more, and sends the
    // broker no other request until that is answered: by default, after half a second.
    properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 10);
    properties.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    properties.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    return properties;
  }

  private Oracle() {}
}
