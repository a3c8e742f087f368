// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.latency;

import dev.sluice.lab.server.Servers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;

/** A topic that exists only during the measurement. */
final class LiveTopic implements AutoCloseable {

  private static final long SECONDS = 60;

  private final Servers servers;
  private final String name;

  private LiveTopic(Servers servers, String name) {
    this.servers = servers;
    this.name = name;
  }

  /**
   * Creates the topic, which must not exist.
   *
   * @param stamps the source of the records' timestamps
   */
  static LiveTopic create(Servers servers, String name, int partitions, Stamps stamps)
      throws InterruptedException, ExecutionException, TimeoutException {
    NewTopic wanted =
        new NewTopic(name, Optional.of(partitions), Optional.empty())
            .configs(
                Map.of(
                    TopicConfig.RETENTION_MS_CONFIG,
                    "-1",
                    TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
                    stamps.type));
    try (Admin admin = Admin.create(servers.kafkaClient())) {
      admin.createTopics(List.of(wanted)).all().get(SECONDS, TimeUnit.SECONDS);
    }
    return new LiveTopic(servers, name);
  }

  /** The source of a record's timestamp. */
  enum Stamps {
    /** The sender: when the record was due to be sent. */
    SENDER("CreateTime"),
    /** The broker: when the record was appended to the log. */
    BROKER("LogAppendTime");

    private final String type;

    Stamps(String type) {
      this.type = type;
    }
  }

  String name() {
    return name;
  }

  /** Deletes the topic. */
  @Override
  public void close() throws ExecutionException, TimeoutException {
    try (Admin admin = Admin.create(servers.kafkaClient())) {
      admin.deleteTopics(List.of(name)).all().get(SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("topic " + name + ": interrupted before it was deleted", e);
    }
  }
}
