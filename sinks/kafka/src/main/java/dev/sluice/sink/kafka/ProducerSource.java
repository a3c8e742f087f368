// SPDX-License-Identifier: Apache-2.0
package dev.sluice.sink.kafka;

import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Opens producers; a test may put a faulty network between them and the sink. */
@FunctionalInterface
public interface ProducerSource {

  /** Opens Kafka's own producers. */
  ProducerSource KAFKA =
      properties ->
          new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());

  /**
   * Opens a producer, which does not connect yet.
   *
   * @param properties all of them, secrets included
   */
  Producer<byte[], byte[]> open(Map<String, Object> properties);
}
