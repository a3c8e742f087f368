// SPDX-License-Identifier: Apache-2.0
package dev.sluice.sink.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.config.Json;
import dev.sluice.engine.ledger.LedgerRow;
import dev.sluice.model.Position;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/**
 * The topics of a sink as the tables of {@code docs/contract/schema.sql}, at one moment. The ledger
 * is read first, and cuts the rows: those that it does not count yet are left out, and those that
 * it counts are waited for. Of an identity, the row at the lowest position counts (R7).
 */
public final class TopicTables {

  /** More than a transaction may stay open, since what is behind it cannot be read before. */
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private record Kept(Position position, long timeMillis, String json) {}

  private final KafkaSinkSettings settings;
  private final SinkClients clients;
  private final LedgerTopic ledger;

  /** Tables of the sink that a configuration names. */
  public TopicTables(EngineConfig config) {
    this.settings = KafkaSinkSettings.of(config);
    this.clients = new SinkClients(settings, PATIENCE, ProducerSource.KAFKA);
    this.ledger = new LedgerTopic(settings.name(), config.kafka().topic(), PATIENCE);
  }

  /**
   * Reads all rows, and when they were written.
   *
   * @param rows receives a row: its table's name, and its columns as one line of JSON; at the end,
   *     unless there are no rows, {@code commits} with the times of the {@code first} and the
   *     {@code last} of their records
   * @throws org.apache.kafka.common.KafkaException if the topics cannot be read
   */
  public void read(BiConsumer<String, String> rows) {
    Admin admin = clients.admin();
    try (Consumer<byte[], byte[]> consumer = clients.consumer()) {
      SortedMap<Integer, LedgerRow> done = ledger.state(admin, consumer).ledger();
      LongSummaryStatistics times = new LongSummaryStatistics();
      for (Output output : Output.values()) {
        for (Kept row : read(output, admin, consumer, done)) {
          rows.accept(output.table(), row.json());
          times.accept(row.timeMillis());
        }
      }
      done.values()
          .forEach(row -> rows.accept("ledger", new String(ledger.record(row).value(), UTF_8)));
      if (times.getCount() > 0) {
        rows.accept(
            "commits",
            Json.write(
                Map.of(
                    "first", Instant.ofEpochMilli(times.getMin()).toString(),
                    "last", Instant.ofEpochMilli(times.getMax()).toString())));
      }
    } finally {
      admin.close(Duration.ZERO);
    }
  }

  private Collection<Kept> read(
      Output output,
      Admin admin,
      Consumer<byte[], byte[]> consumer,
      SortedMap<Integer, LedgerRow> done) {
    Map<String, Kept> kept = new HashMap<>();
    ends(output.topic(settings.name()), admin, consumer)
        .forEach((place, end) -> read(consumer, place, end, done, kept));
    return kept.values();
  }

  /** The ends of a topic's partitions, with the records that are not committed yet. */
  private Map<TopicPartition, Long> ends(
      String topic, Admin admin, Consumer<byte[], byte[]> consumer) {
    List<PartitionInfo> partitions = consumer.partitionsFor(topic, PATIENCE);
    Map<TopicPartition, ListOffsetsResultInfo> found =
        KafkaFaults.answer(
            admin
                .listOffsets(
                    partitions.stream()
                        .map(each -> new TopicPartition(topic, each.partition()))
                        .collect(Collectors.toMap(place -> place, place -> OffsetSpec.latest())),
                    new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED))
                .all(),
            PATIENCE);
    return found.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, each -> each.getValue().offset()));
  }

  private static void read(
      Consumer<byte[], byte[]> consumer,
      TopicPartition place,
      long end,
      SortedMap<Integer, LedgerRow> done,
      Map<String, Kept> kept) {
    consumer.assign(List.of(place));
    long begin = consumer.beginningOffsets(List.of(place), PATIENCE).get(place);
    PartitionScan scan = new PartitionScan(consumer, place, begin, end, PATIENCE);
    for (ConsumerRecord<byte[], byte[]> record = scan.next();
        record != null;
        record = scan.next()) {
      Position at =
          new Position(
              Integer.parseInt(header(record, Headers.PARTITION)),
              Long.parseLong(header(record, Headers.OFFSET)));
      LedgerRow row = done.get(at.partition());
      if (row != null && at.offset() < row.next()) {
        kept.merge(
            new String(record.key(), UTF_8),
            new Kept(at, record.timestamp(), new String(record.value(), UTF_8)),
            (one, other) -> one.position().compareTo(other.position()) <= 0 ? one : other);
      }
    }
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), UTF_8);
  }
}
