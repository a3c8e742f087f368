// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spark;

import dev.sluice.model.LogRecord;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Limits the timestamps of records, before Spark sees them, to the range from zero to {@link
 * LogRecord#CAPPED_MILLIS}. This changes no decision (R4), and their microseconds fit 64 bits. Only
 * a poll with a timestamp outside this range is copied; any other costs two comparisons per record.
 * Kafka creates an instance for each consumer, by the class name.
 */
public final class BoundedTimestamps implements ConsumerInterceptor<byte[], byte[]> {

  @Override
  public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> records) {
    for (ConsumerRecord<byte[], byte[]> record : records) {
      if (record.timestamp() != bounded(record.timestamp())) {
        return copy(records);
      }
    }
    return records;
  }

  private static long bounded(long timestampMillis) {
    return Math.max(0, Math.min(timestampMillis, LogRecord.CAPPED_MILLIS));
  }

  private static ConsumerRecords<byte[], byte[]> copy(ConsumerRecords<byte[], byte[]> records) {
    Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> copies = new HashMap<>();
    for (TopicPartition partition : records.partitions()) {
      copies.put(
          partition, records.records(partition).stream().map(BoundedTimestamps::copy).toList());
    }
    return new ConsumerRecords<>(copies);
  }

  private static ConsumerRecord<byte[], byte[]> copy(ConsumerRecord<byte[], byte[]> record) {
    return new ConsumerRecord<>(
        record.topic(),
        record.partition(),
        record.offset(),
        bounded(record.timestamp()),
        record.timestampType(),
        record.serializedKeySize(),
        record.serializedValueSize(),
        record.key(),
        record.value(),
        record.headers(),
        record.leaderEpoch());
  }

  @Override
  public void configure(Map<String, ?> configs) {}

  @Override
  public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {}

  @Override
  public void close() {}
}
