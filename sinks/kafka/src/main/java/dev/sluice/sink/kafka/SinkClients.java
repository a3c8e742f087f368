// SPDX-License-Identifier: Apache-2.0
package dev.sluice.sink.kafka;

import dev.sluice.engine.config.KafkaClient;
import dev.sluice.engine.config.KafkaClients;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The clients of the sink's cluster.
 *
 * @param patience how long one call may take
 */
record SinkClients(KafkaSinkSettings settings, Duration patience, ProducerSource producers) {

  private static final Duration LEAST_TRANSACTION = Duration.ofSeconds(10);

  /** Large, since a commit sends what is left at once: few requests, and no wait. */
  private static final int BATCH_BYTES = 256 * 1024;

  private static final int LINGER_MILLIS = 20;

  /** Refuses properties that a client of these does not know or cannot be created with. */
  void check() {
    KafkaClients.require(
        "sink.kafka",
        settings.kafka(),
        Set.of(),
        () -> List.of(new KafkaClient(KafkaClient.Kind.PRODUCER, producerProperties("sluice"))));
  }

  /** A producer with a transactional id, which is not initialised yet. */
  Producer<byte[], byte[]> producer(String transactionalId) {
    return producers.open(producerProperties(transactionalId));
  }

  private Map<String, Object> producerProperties(String transactionalId) {
    Map<String, Object> properties = new HashMap<>();
    properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, patience.toMillis());
    properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) patience.toMillis());
    properties.put(
        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) patience.toMillis() + LINGER_MILLIS);
    properties.put(ProducerConfig.LINGER_MS_CONFIG, LINGER_MILLIS);
    properties.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
    properties.putAll(settings.kafka().properties());
    properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.kafka().bootstrapServers());
    properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
    properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    // Longer than a batch may take, or the broker would abort it under its writer. Not much longer:
    // what a dead writer left open hides later rows from readers until then.
    Duration twice = patience.multipliedBy(2);
    properties.put(
        ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
        (int) (twice.compareTo(LEAST_TRANSACTION) < 0 ? LEAST_TRANSACTION : twice).toMillis());
    return properties;
  }

  /** A consumer in no group that reads what is committed. */
  Consumer<byte[], byte[]> consumer() {
    Map<String, Object> properties = KafkaClient.reader(settings.kafka()).properties();
    properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) patience.toMillis());
    properties.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) patience.toMillis());
    // Nothing is read that is not there yet, and the next request would wait behind this one.
    properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 5);
    return new KafkaConsumer<>(
        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /** An admin client; to be closed without waiting for answers that are no longer needed. */
  Admin admin() {
    Map<String, Object> properties = new HashMap<>();
    properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) patience.toMillis());
    properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) patience.toMillis());
    properties.putAll(settings.kafka().properties());
    properties.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, settings.kafka().bootstrapServers());
    return Admin.create(properties);
  }
}
