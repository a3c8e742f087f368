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
import java.util.function.Predicate;
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

  /** The names of the topics of the sink that a configuration names. */
  public static List<String> names(EngineConfig config) {
    return List.copyOf(SinkTopics.all(KafkaSinkSettings.of(config).name()).keySet());
  }

  /**
   * Reads all rows, and when they were written.
   *
   * @param rows receives a row: its table's name, and its columns as one line of JSON; after the
   *     rows of events, late events and dead letters, unless there are none, {@code commits} with
   *     the times of the {@code first} and the {@code last} of their records
   * @throws org.apache.kafka.common.KafkaException if the topics cannot be read
   */
  public void read(BiConsumer<String, String> rows) {
    with(
        (admin, consumer) -> {
          SortedMap<Integer, LedgerRow> done = ledger.state(admin, consumer).ledger();
          read(admin, consumer, at -> isDone(at, done), rows);
          done.values()
              .forEach(row -> rows.accept("ledger", new String(ledger.record(row).value(), UTF_8)));
        });
  }

  /**
   * Reads the rows of a program that keeps no ledger: all that it has committed.
   *
   * @param rows as for {@link #read}
   * @throws org.apache.kafka.common.KafkaException if the topics cannot be read
   */
  public void readRows(BiConsumer<String, String> rows) {
    with((admin, consumer) -> read(admin, consumer, at -> true, rows));
  }

  private void with(BiConsumer<Admin, Consumer<byte[], byte[]>> work) {
    Admin admin = clients.admin();
    try (Consumer<byte[], byte[]> consumer = clients.consumer()) {
      work.accept(admin, consumer);
    } finally {
      admin.close(Duration.ZERO);
    }
  }

  private static boolean isDone(Position at, SortedMap<Integer, LedgerRow> done) {
    LedgerRow row = done.get(at.partition());
    return row != null && at.offset() < row.next();
  }

  private void read(
      Admin admin,
      Consumer<byte[], byte[]> consumer,
      Predicate<Position> counts,
      BiConsumer<String, String> rows) {
    LongSummaryStatistics times = new LongSummaryStatistics();
    for (Output output : Output.values()) {
      for (Kept row : read(output, admin, consumer, counts)) {
        rows.accept(output.table(), row.json());
        times.accept(row.timeMillis());
      }
    }
    if (times.getCount() > 0) {
      rows.accept(
          "commits",
          Json.write(
              Map.of(
                  "first", Instant.ofEpochMilli(times.getMin()).toString(),
                  "last", Instant.ofEpochMilli(times.getMax()).toString())));
    }
  }

  private Collection<Kept> read(
      Output output, Admin admin, Consumer<byte[], byte[]> consumer, Predicate<Position> counts) {
    Map<String, Kept> kept = new HashMap<>();
    ends(output.topic(settings.name()), admin, consumer)
        .forEach((place, end) -> read(consumer, place, end, counts, kept));
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
      Predicate<Position> counts,
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
      if (counts.test(at)) {
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
