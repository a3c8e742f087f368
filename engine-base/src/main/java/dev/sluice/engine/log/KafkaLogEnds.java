// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.log;

import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.config.KafkaClient;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;

/** Reads a topic's ends from the brokers with one admin client, which the first reading opens. */
public final class KafkaLogEnds implements LogEnds {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final EngineConfig.Kafka kafka;
  private Admin admin;

  public KafkaLogEnds(EngineConfig.Kafka kafka) {
    this.kafka = kafka;
  }

  @Override
  public SortedMap<Integer, Long> ends() throws IOException, InterruptedException {
    try {
      if (admin == null) {
        admin = Admin.create(properties());
      }
      Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
      for (TopicPartitionInfo partition : partitions()) {
        asked.put(new TopicPartition(kafka.topic(), partition.partition()), OffsetSpec.latest());
      }
      SortedMap<Integer, Long> ends = new TreeMap<>();
      answer(admin.listOffsets(asked, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED)).all())
          .forEach((partition, found) -> ends.put(partition.partition(), found.offset()));
      return ends;
    } catch (KafkaException e) {
      throw new IOException(e.toString(), e);
    }
  }

  private Map<String, Object> properties() {
    Map<String, Object> properties =
        new HashMap<>(KafkaClient.of(KafkaClient.Kind.ADMIN, kafka).properties());
    // An id that no client of the engine has: two with one id cannot both be registered with JMX.
    properties.merge(
        AdminClientConfig.CLIENT_ID_CONFIG, "sluice-log-end", (own, id) -> own + "-" + id);
    return properties;
  }

  private List<TopicPartitionInfo> partitions() throws IOException, InterruptedException {
    return answer(admin.describeTopics(List.of(kafka.topic())).topicNameValues().get(kafka.topic()))
        .partitions();
  }

  private static <T> T answer(KafkaFuture<T> call) throws IOException, InterruptedException {
    try {
      return call.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new IOException(String.valueOf(e.getCause()), e.getCause());
    } catch (TimeoutException e) {
      throw new IOException("no answer within " + PATIENCE.toSeconds() + " s", e);
    }
  }

  @Override
  public void close() {
    if (admin != null) {
      admin.close(Duration.ZERO);
    }
  }
}
