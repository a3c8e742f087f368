// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.config;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A Kafka client before it is created: its kind and its properties.
 *
 * @param properties all properties, of the user and of the engine, secrets included
 */
public record KafkaClient(Kind kind, Map<String, Object> properties) {

  /** The kinds of clients, as errors name them. */
  public enum Kind {
    ADMIN("admin client"),
    PRODUCER("producer"),
    CONSUMER("consumer");

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  public KafkaClient {
    properties = new HashMap<>(properties);
  }

  /** A client with only the user's properties. */
  public static KafkaClient of(Kind kind, EngineConfig.Kafka kafka) {
    Map<String, Object> properties = new HashMap<>(kafka.properties());
    properties.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers());
    return new KafkaClient(kind, properties);
  }

  /** A consumer as every engine has it: in a group, without automatic commits. */
  public static KafkaClient consumer(EngineConfig.Kafka kafka) {
    return of(Kind.CONSUMER, kafka)
        .with(ConsumerConfig.GROUP_ID_CONFIG, "sluice-check")
        .with(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false)
        .with(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none")
        .with(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
  }

  /** A consumer in no group that reads what is committed, and whose position its user sets. */
  public static KafkaClient reader(EngineConfig.Kafka kafka) {
    KafkaClient reader =
        of(Kind.CONSUMER, kafka)
            .with(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed")
            .with(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none")
            .with(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false)
            .with(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    reader.properties.keySet().removeIf(name -> name.startsWith("group."));
    return reader;
  }

  private KafkaClient with(String name, Object value) {
    Map<String, Object> changed = new HashMap<>(properties);
    changed.put(name, value);
    return new KafkaClient(kind, changed);
  }

  KafkaClient without(String name) {
    Map<String, Object> changed = new HashMap<>(properties);
    changed.remove(name);
    return new KafkaClient(kind, changed);
  }

  /**
   * Creates the client, which loads classes and key stores and may log in, but does not connect.
   */
  AutoCloseable open() {
    return switch (kind) {
      case ADMIN -> Admin.create(properties);
      case PRODUCER ->
          new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
      case CONSUMER ->
          new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    };
  }

  /** Shows only the names of the properties: their values may be credentials. */
  @Override
  public String toString() {
    return "KafkaClient[" + kind + ", " + properties.keySet() + "]";
  }
}
