// SPDX-License-Identifier: Apache-2.0
package dev.sluice.sink.kafka;

import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.engine.config.EngineConfig;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class PartitionProducerTest {

  /** Without metadata, a producer waits at each record, and then returns a future that failed. */
  private static final class WithoutMetadata extends MockProducer<byte[], byte[]> {

    WithoutMetadata() {
      super(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Override
    public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record) {
      return CompletableFuture.failedFuture(new TimeoutException("not in metadata"));
    }
  }

  @Test
  void r13_aFailedSendIsReportedBeforeTheNextOneWaitsAsLong() {
    KafkaSinkSettings settings =
        new KafkaSinkSettings(new EngineConfig.Kafka("b:1", "web", Map.of()), false, false);
    SinkClients clients =
        new SinkClients(settings, Duration.ofSeconds(1), properties -> new WithoutMetadata());
    try (PartitionProducer producer = PartitionProducer.open(clients, "id")) {
      producer.begin();
      assertThrows(
          TimeoutException.class,
          () -> producer.send(new ProducerRecord<>("web.events", new byte[0])));
    }
  }
}
