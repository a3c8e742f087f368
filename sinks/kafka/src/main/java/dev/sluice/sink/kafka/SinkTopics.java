// SPDX-License-Identifier: Apache-2.0
package dev.sluice.sink.kafka;

import dev.sluice.engine.config.ConfigException;
import dev.sluice.engine.plan.Deadline;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks at the start of a run, not at the first row, that its topics are fit; or creates them. */
final class SinkTopics {

  private static final Logger LOG = LoggerFactory.getLogger(SinkTopics.class);

  /** More than the largest row: all texts at their limits, each character escaped. */
  static final long ROW_BYTES = 512 * 1024;

  private static final Duration PAUSE = Duration.ofMillis(20);

  private static final String TOPIC = KafkaSinkSettings.TOPIC.key();

  private final KafkaSinkSettings settings;
  private final Duration patience;

  SinkTopics(KafkaSinkSettings settings, Duration patience) {
    this.settings = settings;
    this.patience = patience;
  }

  /**
   * The settings with which topics are created, by topic's name. Rows are kept until the cluster's
   * own retention, of events too if they are compacted; of the ledger, the last of each key.
   */
  static Map<String, Map<String, String>> all(String name) {
    Map<String, Map<String, String>> topics = new LinkedHashMap<>();
    for (Output output : Output.values()) {
      topics.put(output.topic(name), Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, "delete"));
    }
    Map<String, String> ledger = new TreeMap<>();
    ledger.put(TopicConfig.CLEANUP_POLICY_CONFIG, "compact");
    // Small, since only closed segments are compacted, and a start reads from the first record on.
    ledger.put(TopicConfig.SEGMENT_BYTES_CONFIG, Integer.toString(16 << 20));
    topics.put(LedgerTopic.name(name), ledger);
    return topics;
  }

  /**
   * Checks the topics; creates those that are missing if the configuration asks. A topic that was
   * just created is not known to each broker at once: until it is, it cannot be checked, be it this
   * process that created it or another one.
   *
   * @throws ConfigException naming the topic and what is wrong with it
   */
  void require(Admin admin) {
    Set<String> names = all(settings.name()).keySet();
    Deadline until = Deadline.in(patience);
    Map<String, TopicDescription> found = describe(admin, names);
    while (found.size() < names.size()) {
      List<String> missing = names.stream().filter(name -> !found.containsKey(name)).toList();
      if (!settings.createTopics()) {
        throw missing(missing);
      }
      if (until.isOver()) {
        throw new TimeoutException(
            "still without "
                + String.join(", ", missing)
                + " "
                + patience.toMillis()
                + " ms after their creation");
      }
      create(admin, missing);
      found.putAll(describe(admin, missing));
      if (found.size() < names.size()) {
        KafkaFaults.pause(PAUSE);
      }
    }
    Map<ConfigResource, KafkaFuture<Config>> configs =
        admin
            .describeConfigs(
                found.keySet().stream()
                    .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
                    .toList())
            .values();
    configs.forEach(
        (topic, config) -> check(found.get(topic.name()), KafkaFaults.answer(config, patience)));
  }

  private ConfigException missing(List<String> topics) {
    return new ConfigException(
        TOPIC,
        settings.kafka().bootstrapServers()
            + " lacks "
            + topics.stream().sorted().collect(Collectors.joining(", "))
            + "; create them as ./sluice schema --sink kafka --name "
            + settings.name()
            + " prints, or set "
            + KafkaSinkSettings.CREATE_TOPICS.key()
            + " to true");
  }

  /** Those of the topics that the cluster knows. */
  private Map<String, TopicDescription> describe(Admin admin, Collection<String> topics) {
    Map<String, TopicDescription> found = new LinkedHashMap<>();
    admin
        .describeTopics(topics)
        .topicNameValues()
        .forEach(
            (topic, description) -> {
              try {
                found.put(topic, KafkaFaults.answer(description, patience));
              } catch (UnknownTopicOrPartitionException e) {
                LOG.debug("{} is not there, or not yet", topic);
              }
            });
    return found;
  }

  private void create(Admin admin, List<String> missing) {
    Map<String, Map<String, String>> all = all(settings.name());
    admin
        .createTopics(
            missing.stream()
                // As many partitions and replicas as the cluster gives to a topic by default.
                .map(
                    topic ->
                        new NewTopic(topic, Optional.empty(), Optional.empty())
                            .configs(all.get(topic)))
                .toList())
        .values()
        .forEach(
            (topic, future) -> {
              try {
                KafkaFaults.answer(future, patience);
                LOG.info("created the topic {}", topic);
              } catch (TopicExistsException e) {
                LOG.debug("{} was created before, or by another process", topic);
              }
            });
  }

  private void check(TopicDescription topic, Config config) {
    List<String> policies = List.of(value(config, TopicConfig.CLEANUP_POLICY_CONFIG).split(","));
    boolean isCompacted = policies.contains("compact");
    if (topic.name().equals(LedgerTopic.name(settings.name()))) {
      if (!policies.equals(List.of("compact"))) {
        throw unfit(topic, "cleanup.policy is " + String.join(",", policies) + "; set compact");
      }
    } else if (isCompacted
        && topic.name().equals(Output.EVENTS.topic(settings.name()))
        && !settings.lastWins()) {
      throw unfit(
          topic,
          "cleanup.policy is "
              + String.join(",", policies)
              + ", which keeps of an identity the row that was written last, not the one at the"
              + " lowest position; set delete, or "
              + KafkaSinkSettings.LAST_WINS.key()
              + " to true");
    }
    long bytes = Long.parseLong(value(config, TopicConfig.MAX_MESSAGE_BYTES_CONFIG));
    if (bytes < ROW_BYTES) {
      throw unfit(
          topic, "max.message.bytes is " + bytes + ", a row may have " + ROW_BYTES + "; raise it");
    }
    int replicas =
        topic.partitions().stream().mapToInt(each -> each.replicas().size()).min().orElse(0);
    int inSync = Integer.parseInt(value(config, TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG));
    if (inSync > replicas) {
      throw unfit(
          topic,
          "min.insync.replicas is "
              + inSync
              + " of "
              + replicas
              + " replicas, so that nothing can be written; lower it or add replicas");
    }
    if (inSync == 1 && replicas > 1) {
      LOG.warn(
          "{} has {} replicas and min.insync.replicas of 1: what only one broker has confirmed can"
              + " be lost with it",
          topic.name(),
          replicas);
    }
  }

  private static ConfigException unfit(TopicDescription topic, String problem) {
    return new ConfigException(TOPIC, topic.name() + ": " + problem);
  }

  private static String value(Config config, String name) {
    return config.get(name).value();
  }

  /**
   * Gives the ledger's topic at least as many partitions as the source has.
   *
   * @throws ConfigException if it has fewer, and may not be changed
   */
  void requireLedgerPartitions(Admin admin, int least) {
    String name = LedgerTopic.name(settings.name());
    int there =
        KafkaFaults.answer(
                admin.describeTopics(List.of(name)).topicNameValues().get(name), patience)
            .partitions()
            .size();
    if (there >= least) {
      return;
    }
    if (!settings.createTopics()) {
      throw new ConfigException(
          TOPIC,
          "%s has %d partitions, the source has %d; add some: kafka-topics.sh --alter --topic %s --partitions %d"
              .formatted(name, there, least, name, least));
    }
    KafkaFaults.answer(
        admin.createPartitions(Map.of(name, NewPartitions.increaseTo(least))).all(), patience);
    LOG.info("gave the topic {} {} partitions, as the source has", name, least);
  }
}
