// SPDX-License-Identifier: Apache-2.0
package dev.sluice.peer.kstreams;

import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.processor.internals.DefaultKafkaClientSupplier;

/**
 * Supplies Kafka Streams' default clients, except that a thread's gathered rows are written before
 * it commits. A processor has no hook for that, and rows that it held back would be lost in a
 * crash.
 */
final class FlushingClients extends DefaultKafkaClientSupplier {

  private final ThreadBatches batches;

  FlushingClients(ThreadBatches batches) {
    this.batches = batches;
  }

  @Override
  public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer()) {
      @Override
      public void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
        batches.flush();
        super.commitSync(offsets);
      }
    };
  }
}
