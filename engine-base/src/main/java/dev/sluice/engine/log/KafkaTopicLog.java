// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.log;

import dev.sluice.engine.config.ClientFault;
import dev.sluice.engine.config.ConfigException;
import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.config.KafkaClient;
import dev.sluice.engine.plan.Deadline;
import dev.sluice.engine.plan.StartException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.DescribeClusterResult;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Reads a topic's state from the brokers, with only what the clients 3.9 and 4.3 have in common.
 */
public final class KafkaTopicLog implements TopicLog {

  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration LEAST_TIMEOUT = Duration.ofSeconds(1);

  /** How long a topic may be unknown to a broker after its creation. */
  private static final Duration METADATA_LAG = Duration.ofSeconds(5);

  /**
   * How long to wait for a cluster's answer before the addresses that it advertises are checked.
   */
  private static final Duration QUICK = Duration.ofSeconds(3);

  private static final Duration METADATA_POLL = Duration.ofMillis(200);

  @Override
  public TopicState state(EngineConfig.Kafka kafka, Optional<Instant> since, Deadline deadline) {
    Admin admin = open(kafka, deadline);
    try {
      return new Session(admin, kafka, deadline).state(since);
    } finally {
      // Otherwise it would first wait for answers that are no longer needed.
      admin.close(Duration.ZERO);
    }
  }

  private static Admin open(EngineConfig.Kafka kafka, Deadline deadline) {
    Properties properties = new Properties();
    long least = LEAST_TIMEOUT.toMillis();
    long request =
        Math.max(least, Math.min(REQUEST_TIMEOUT.toMillis(), deadline.remaining().toMillis()));
    properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, String.valueOf(request));
    properties.putAll(kafka.properties());
    properties.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers());
    // Within this time the client retries all that can be retried.
    String timeout = properties.getProperty(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG);
    long budget = Math.max(deadline.remaining().toMillis(), parsed(timeout, request));
    properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, String.valueOf(budget));
    try {
      return Admin.create(properties);
    } catch (KafkaException e) {
      KafkaClient client = KafkaClient.of(KafkaClient.Kind.ADMIN, kafka);
      throw ClientFault.of(client, kafka.properties(), e).refusal("kafka");
    }
  }

  private static Duration least(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static long parsed(String timeout, long otherwise) {
    try {
      return Long.parseLong(timeout);
    } catch (NumberFormatException e) {
      return otherwise; // the client itself refuses it and names it
    }
  }

  private static final class Session {

    private final Admin admin;
    private final EngineConfig.Kafka kafka;
    private final Deadline deadline;

    /** The brokers as the bootstrap servers name them, if the brokers themselves do not answer. */
    private Collection<Node> advertised = List.of();

    Session(Admin admin, EngineConfig.Kafka kafka, Deadline deadline) {
      this.admin = admin;
      this.kafka = kafka;
      this.deadline = deadline;
    }

    TopicState state(Optional<Instant> since) {
      DescribeClusterResult cluster = admin.describeCluster();
      if (!isAnswered(cluster)) {
        advertised = Advertised.told(client(), least(deadline.remaining(), QUICK));
        requireResolved(advertised);
      }
      requireResolved(answer(cluster::nodes));
      String clusterId = answer(cluster::clusterId);
      TopicDescription topic = topic();
      SortedMap<Integer, Long> first =
          since.isEmpty()
              ? new TreeMap<>()
              : offsets(topic, OffsetSpec.forTimestamp(since.get().toEpochMilli()));
      first.values().removeIf(offset -> offset < 0);
      return new TopicState(
          clusterId,
          topic.topicId().toString(),
          offsets(topic, OffsetSpec.earliest()),
          offsets(topic, OffsetSpec.latest()),
          first);
    }

    /** Whether the request ends soon, with an answer or a failure. */
    private boolean isAnswered(DescribeClusterResult cluster) {
      try {
        cluster.nodes().get(least(deadline.remaining(), QUICK).toMillis(), TimeUnit.MILLISECONDS);
        return true;
      } catch (ExecutionException e) {
        return true; // reported where the answer is used
      } catch (TimeoutException e) {
        return false;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new StartException("interrupted while waiting for Kafka", e);
      }
    }

    private Map<String, Object> client() {
      return KafkaClient.of(KafkaClient.Kind.CONSUMER, kafka).properties();
    }

    private void requireResolved(Collection<Node> brokers) {
      Advertised.unresolved(brokers)
          .ifPresent(
              problem -> {
                throw new ConfigException(
                    "kafka.bootstrap.servers", kafka.bootstrapServers() + ": " + problem);
              });
    }

    private TopicDescription topic() {
      Deadline lag = Deadline.in(METADATA_LAG);
      while (true) {
        try {
          return answer(
              () ->
                  admin
                      .describeTopics(List.of(kafka.topic()))
                      .topicNameValues()
                      .get(kafka.topic()));
        } catch (UnknownTopicOrPartitionException e) {
          if (lag.isOver() || deadline.isOver()) {
            throw new ConfigException(
                "kafka.topic", kafka.topic() + " does not exist at " + kafka.bootstrapServers());
          }
          pause();
        }
      }
    }

    private SortedMap<Integer, Long> offsets(TopicDescription topic, OffsetSpec spec) {
      Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
      for (TopicPartitionInfo partition : topic.partitions()) {
        asked.put(new TopicPartition(kafka.topic(), partition.partition()), spec);
      }
      SortedMap<Integer, Long> offsets = new TreeMap<>();
      answer(
              () ->
                  admin
                      .listOffsets(asked, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                      .all())
          .forEach((partition, found) -> offsets.put(partition.partition(), found.offset()));
      return offsets;
    }

    /** The call's answer. The client retries; this only translates its failure. */
    private <T> T answer(Supplier<KafkaFuture<T>> call) {
      try {
        // The client's own timeout is shorter; this one is for a client that hangs.
        Duration patience = deadline.remaining().plus(REQUEST_TIMEOUT).plus(REQUEST_TIMEOUT);
        return call.get().get(patience.toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new StartException("interrupted while waiting for Kafka", e);
      } catch (TimeoutException e) {
        throw unreachable(e);
      } catch (ExecutionException e) {
        Throwable cause = e.getCause();
        if (cause instanceof UnknownTopicOrPartitionException unknown) {
          throw unknown;
        }
        if (cause instanceof AuthenticationException || cause instanceof AuthorizationException) {
          throw new ConfigException(
              "kafka.properties",
              kafka.bootstrapServers() + " refuses these credentials: " + cause.getMessage());
        }
        throw unreachable(cause);
      }
    }

    private StartException unreachable(Throwable cause) {
      return new StartException(
          "kafka.bootstrap.servers: no answer from "
              + kafka.bootstrapServers()
              + " within "
              + deadline.budget().toMillis()
              + " ms: "
              + Advertised.closed(advertised).orElseGet(cause::toString),
          cause);
    }

    private static void pause() {
      try {
        Thread.sleep(METADATA_POLL.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new StartException("interrupted while waiting for Kafka", e);
      }
    }
  }
}
