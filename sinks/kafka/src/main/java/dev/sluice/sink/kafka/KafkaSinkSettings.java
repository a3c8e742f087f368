// SPDX-License-Identifier: Apache-2.0
package dev.sluice.sink.kafka;

import dev.sluice.engine.config.ConfigKey;
import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.config.KafkaProperties;
import dev.sluice.engine.config.SinkSettings;
import dev.sluice.engine.config.ValueKind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * The cluster and the topics of a run's rows.
 *
 * @param kafka the sink's cluster, with the common start of its topics' names as the topic
 * @param createTopics whether the engine may create the topics (R10)
 * @param lastWins whether the topic of events may be compacted, which keeps of an identity the row
 *     that was written last
 */
public record KafkaSinkSettings(EngineConfig.Kafka kafka, boolean createTopics, boolean lastWins) {

  /** The name of this type of sink. */
  public static final String TYPE = "kafka";

  private static final String OWN = "the sink's own";

  private static final Map<String, String> REFUSED =
      Map.of(
          ProducerConfig.TRANSACTIONAL_ID_CONFIG, OWN + ", made of the run id and the partition",
          ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, OWN + ": a transaction needs it",
          ProducerConfig.ACKS_CONFIG, OWN + ": a transaction needs all",
          ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, OWN + ": records are written as bytes",
          ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, OWN + ": records are written as bytes",
          ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, OWN + ", above retry.deadline.ms (R13)");

  static final ConfigKey TOPIC =
      ConfigKey.required(
          "sink.kafka.topic",
          ValueKind.Text.topic(".dead-letters".length()),
          "The common start of the names of this run's topics, such as `web` for `web.events`,"
              + " `web.late`, `web.dead-letters` and `web.ledger`; another pipeline needs another one"
              + " (R10).");

  static final ConfigKey BOOTSTRAP_SERVERS =
      ConfigKey.of(
          "sink.kafka.bootstrap.servers",
          ValueKind.Text.MAYBE_EMPTY,
          "",
          "Where to find the cluster of these topics. Empty: the source's, with"
              + " `kafka.properties`.");

  static final ConfigKey PROPERTIES =
      ConfigKey.of(
              "sink.kafka.properties",
              new ValueKind.Properties(KafkaSinkSettings::refusal),
              Map.of(),
              "Further properties of the clients of these topics. If the key has no"
                  + " `sasl.jaas.config`, the environment variable"
                  + " `SLUICE_SINK_KAFKA_SASL_JAAS_CONFIG` is used.")
          .secret()
          .orVariable("SLUICE_SINK_KAFKA_SASL_JAAS_CONFIG");

  static final ConfigKey CREATE_TOPICS =
      ConfigKey.of(
          "sink.kafka.create.topics",
          new ValueKind.Flag(),
          false,
          "Whether the engine may create the topics if they are missing.");

  static final ConfigKey LAST_WINS =
      ConfigKey.of(
          "sink.kafka.last.wins",
          new ValueKind.Flag(),
          false,
          "Whether the topic of events may be compacted. Compaction keeps of an identity the row"
              + " that was written last, not the one at the lowest position (R7).");

  static final List<ConfigKey> KEYS =
      List.of(TOPIC, BOOTSTRAP_SERVERS, PROPERTIES, CREATE_TOPICS, LAST_WINS);

  public KafkaSinkSettings {
    Objects.requireNonNull(kafka, "kafka");
  }

  /** The settings of a configuration, whose sink is this one. */
  public static KafkaSinkSettings of(EngineConfig config) {
    SinkSettings sink = config.sink();
    String servers = sink.text(BOOTSTRAP_SERVERS.key());
    Map<String, String> properties = new TreeMap<>();
    if (servers.isEmpty()) {
      properties.putAll(config.kafka().properties());
    }
    properties.putAll(sink.properties(PROPERTIES.key()));
    return new KafkaSinkSettings(
        new EngineConfig.Kafka(
            servers.isEmpty() ? config.kafka().bootstrapServers() : servers,
            sink.text(TOPIC.key()),
            properties),
        sink.flag(CREATE_TOPICS.key()),
        sink.flag(LAST_WINS.key()));
  }

  /** The same as a configuration has it. */
  public SinkSettings toSink() {
    return new SinkSettings(
        TYPE,
        Map.of(
            TOPIC.key(),
            kafka.topic(),
            BOOTSTRAP_SERVERS.key(),
            kafka.bootstrapServers(),
            PROPERTIES.key(),
            new HashMap<>(kafka.properties()),
            CREATE_TOPICS.key(),
            createTopics,
            LAST_WINS.key(),
            lastWins));
  }

  /** The common start of the topics' names. */
  public String name() {
    return kafka.topic();
  }

  private static Optional<String> refusal(String property) {
    return Optional.ofNullable(REFUSED.get(property)).or(() -> KafkaProperties.refusal(property));
  }
}
