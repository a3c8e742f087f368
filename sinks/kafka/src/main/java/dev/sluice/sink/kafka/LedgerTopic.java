// SPDX-License-Identifier: Apache-2.0
package dev.sluice.sink.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.engine.ledger.LedgerException;
import dev.sluice.engine.ledger.LedgerRow;
import dev.sluice.engine.ledger.Pipeline;
import dev.sluice.engine.sink.LedgerJson;
import dev.sluice.engine.sink.SinkState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * The topic of the ledger: the row of source partition P is the last committed record of partition
 * P with the key P. One partition for each, since an open transaction hides from readers all that
 * comes after it in its partition. The pipeline's record is the first of partition 0.
 */
final class LedgerTopic {

  /** The key of the pipeline's record. */
  private static final String PIPELINE = "pipeline";

  /** How far to look back from the end at first: a commit is one record and its marker. */
  private static final long FIRST_LOOK = 2;

  private final String sink;
  private final String name;
  private final String sourceTopic;
  private final Duration patience;

  /**
   * @param sink the start of the names of the sink's topics
   * @param patience how long one read may take
   */
  LedgerTopic(String sink, String sourceTopic, Duration patience) {
    this.sink = sink;
    this.name = name(sink);
    this.sourceTopic = sourceTopic;
    this.patience = patience;
  }

  /** The name of the ledger's topic. */
  static String name(String sink) {
    return sink + ".ledger";
  }

  String name() {
    return name;
  }

  ProducerRecord<byte[], byte[]> record(LedgerRow row) {
    return new ProducerRecord<>(
        name,
        row.partition(),
        key(row.partition()).getBytes(UTF_8),
        LedgerJson.of(sourceTopic, row));
  }

  ProducerRecord<byte[], byte[]> record(Pipeline pipeline) {
    return new ProducerRecord<>(name, 0, PIPELINE.getBytes(UTF_8), LedgerJson.of(pipeline));
  }

  /** How many partitions the topic has. */
  int partitions(Consumer<byte[], byte[]> consumer) {
    return consumer.partitionsFor(name, patience).size();
  }

  /** What the topic holds, with all that was committed before. */
  SinkState state(Admin admin, Consumer<byte[], byte[]> consumer) {
    Settlement settlement = new Settlement(admin, patience);
    settlement.await(List.of(TransactionIds.ofStart(sink)));
    Optional<Pipeline> pipeline = pipeline(consumer);
    pipeline.ifPresent(
        found -> settlement.await(TransactionIds.ofWriters(found.runId(), partitions(consumer))));
    return new SinkState(pipeline, rows(consumer));
  }

  /** The committed rows of all partitions, as far as they can be read now. */
  SortedMap<Integer, LedgerRow> rows(Consumer<byte[], byte[]> consumer) {
    SortedMap<Integer, LedgerRow> rows = new TreeMap<>();
    int partitions = partitions(consumer);
    for (int partition = 0; partition < partitions; partition++) {
      row(consumer, partition).ifPresent(row -> rows.put(row.partition(), row));
    }
    return rows;
  }

  /** The committed row of a partition. */
  Optional<LedgerRow> row(Consumer<byte[], byte[]> consumer, int partition) {
    return last(consumer, partition).map(record -> LedgerJson.row(record.value()));
  }

  /**
   * When a commit moved a row last, in milliseconds since the epoch; empty if none has moved. By
   * the clock of the writer, or of the broker if the topic has its append time.
   */
  OptionalLong lastMove(Consumer<byte[], byte[]> consumer) {
    OptionalLong newest = OptionalLong.empty();
    int partitions = partitions(consumer);
    for (int partition = 0; partition < partitions; partition++) {
      Optional<ConsumerRecord<byte[], byte[]>> last = last(consumer, partition);
      if (last.isPresent() && LedgerJson.row(last.get().value()).hasMoved()) {
        newest = OptionalLong.of(Math.max(newest.orElse(0), last.get().timestamp()));
      }
    }
    return newest;
  }

  /** The record of the committed row of a partition. */
  private Optional<ConsumerRecord<byte[], byte[]>> last(
      Consumer<byte[], byte[]> consumer, int partition) {
    TopicPartition place = new TopicPartition(name, partition);
    consumer.assign(List.of(place));
    // For a reader of committed records, the end is the last stable offset.
    long end = consumer.endOffsets(List.of(place), patience).get(place);
    long begin = consumer.beginningOffsets(List.of(place), patience).get(place);
    String key = key(partition);
    for (long back = FIRST_LOOK; ; back *= 4) {
      long from = Math.max(begin, end - back);
      ConsumerRecord<byte[], byte[]> last = null;
      PartitionScan scan = new PartitionScan(consumer, place, from, end, patience);
      for (ConsumerRecord<byte[], byte[]> record = scan.next();
          record != null;
          record = scan.next()) {
        if (isOf(record, key)) {
          last = record;
        }
      }
      if (last != null) {
        return Optional.of(last);
      }
      if (from == begin) {
        return Optional.empty();
      }
    }
  }

  /** The pipeline that the topic is of. */
  private Optional<Pipeline> pipeline(Consumer<byte[], byte[]> consumer) {
    TopicPartition place = new TopicPartition(name, 0);
    consumer.assign(List.of(place));
    long end = consumer.endOffsets(List.of(place), patience).get(place);
    long begin = consumer.beginningOffsets(List.of(place), patience).get(place);
    ConsumerRecord<byte[], byte[]> first =
        new PartitionScan(consumer, place, begin, end, patience).next();
    if (first == null) {
      return Optional.empty();
    }
    if (!isOf(first, PIPELINE)) {
      throw new LedgerException(
          "the first record of " + place + " is not a pipeline's; use topics that Sluice created",
          null);
    }
    return Optional.of(LedgerJson.pipeline(first.value()));
  }

  private static String key(int partition) {
    return Integer.toString(partition);
  }

  private static boolean isOf(ConsumerRecord<byte[], byte[]> record, String key) {
    return record.key() != null && new String(record.key(), UTF_8).equals(key);
  }
}
