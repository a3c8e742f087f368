// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.sink;

import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.sink.Sink;
import dev.sluice.engine.sink.SinkCapability;
import dev.sluice.kit.testbed.TestBed;
import dev.sluice.lab.server.Servers;
import dev.sluice.sink.kafka.KafkaSink;
import dev.sluice.sink.kafka.KafkaSinkSettings;
import dev.sluice.sink.kafka.KafkaSinkType;
import dev.sluice.sink.kafka.TopicTables;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Topics of the test bed's Kafka, behind producers that can lose messages. */
public final class KafkaBed implements SinkBed {

  private static final List<String> TOPICS = List.of("events", "late", "dead-letters", "ledger");

  private final Servers servers;
  private final String name;
  private final LossyProducers network = new LossyProducers();
  private EngineConfig config;

  private KafkaBed(TestBed testBed) {
    this.servers = testBed.servers();
    this.name = testBed.freshName("sink");
  }

  /** Topics that do not exist yet. */
  public static KafkaBed on(TestBed testBed) {
    return new KafkaBed(testBed);
  }

  @Override
  public EngineConfig config(EngineConfig base) {
    config =
        base.withSink(
            new KafkaSinkSettings(
                    new EngineConfig.Kafka(
                        servers.bootstrapServers(), name, servers.kafkaProperties()),
                    true,
                    false)
                .toSink());
    return config;
  }

  @Override
  public Sink sink(EngineConfig other) {
    return new KafkaSink(other, network);
  }

  @Override
  public Set<SinkCapability> declines() {
    return new KafkaSinkType().declines().keySet();
  }

  @Override
  public SinkTables tables() {
    RowLines rows = new RowLines();
    new TopicTables(config).read(rows::add);
    return rows.tables();
  }

  @Override
  public void loseNextRequest() {
    network.loseNextRequest();
  }

  @Override
  public void loseNextReply() {
    network.loseNextReply();
  }

  @Override
  public void disconnect() {
    network.disconnect();
  }

  /** Lets the topics take no record, since each is too large; or ends that. */
  @Override
  public void refuseWrites(boolean refuse) throws IOException {
    String probe = name + "-probe";
    try (Admin admin = admin()) {
      if (!admin.listTopics().names().get().contains(probe)) {
        admin.createTopics(List.of(new NewTopic(probe, 1, (short) 1))).all().get();
      }
      for (String topic : TOPICS) {
        limit(admin, name + "." + topic, refuse);
      }
      // The broker applies changes in their order: when the last one counts, all do.
      limit(admin, probe, refuse);
      while (isRefused(probe) != refuse) {
        Thread.onSpinWait(); // the test's timeout is the deadline
      }
    } catch (ExecutionException | InterruptedException e) {
      throw new IOException("the topics of " + name + " could not be changed", e);
    }
  }

  private static void limit(Admin admin, String topic, boolean refuse)
      throws ExecutionException, InterruptedException {
    admin
        .incrementalAlterConfigs(
            Map.of(
                new ConfigResource(ConfigResource.Type.TOPIC, topic),
                List.of(
                    new AlterConfigOp(
                        new ConfigEntry("max.message.bytes", refuse ? "1" : "1000000"),
                        AlterConfigOp.OpType.SET))))
        .all()
        .get();
  }

  private boolean isRefused(String topic) throws InterruptedException {
    Map<String, Object> properties = client();
    properties.put(ProducerConfig.RETRIES_CONFIG, 0);
    properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, false);
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>(topic, new byte[0])).get();
      return false;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RecordTooLargeException) {
        return true;
      }
      throw new IllegalStateException(e);
    }
  }

  /** The start of the topics' names. */
  String name() {
    return name;
  }

  /** A client to look at the topics with; to be closed. */
  Admin admin() {
    return Admin.create(client());
  }

  /** The properties of a client. */
  Map<String, Object> client() {
    Map<String, Object> properties = new HashMap<>(servers.kafkaProperties());
    properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, servers.bootstrapServers());
    return properties;
  }

  @Override
  public void close() throws IOException {
    try (Admin admin = admin()) {
      admin
          .deleteTopics(
              admin.listTopics().names().get().stream()
                  .filter(topic -> topic.startsWith(name + ".") || topic.equals(name + "-probe"))
                  .toList())
          .all()
          .get();
    } catch (ExecutionException | InterruptedException e) {
      throw new IOException("the topics of " + name + " could not be removed", e);
    }
  }
}
