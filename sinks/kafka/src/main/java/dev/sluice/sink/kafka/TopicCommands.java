// SPDX-License-Identifier: Apache-2.0
package dev.sluice.sink.kafka;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The commands of Kafka's own tools that create a run's topics, and grant what an engine needs.
 * They need {@code --bootstrap-server}, and for a cluster with security {@code --command-config}.
 */
public final class TopicCommands {

  private static final String SERVER = " --bootstrap-server \"$KAFKA\"";

  /**
   * The commands that create the topics.
   *
   * @param partitions how many each of them gets; the ledger's needs as many as the source has
   */
  public static String create(String name, int partitions) {
    return SinkTopics.all(name).entrySet().stream()
        .map(topic -> create(topic.getKey(), partitions, topic.getValue()))
        .collect(
            Collectors.joining("\n", "# KAFKA is the address of a broker, HOST:PORT.\n", "\n"));
  }

  private static String create(String topic, int partitions, Map<String, String> settings) {
    return "kafka-topics.sh"
        + SERVER
        + " --create --topic "
        + topic
        + " --partitions "
        + partitions
        + new TreeMap<>(settings)
            .entrySet().stream()
                .map(each -> " --config " + each.getKey() + "=" + each.getValue())
                .collect(Collectors.joining());
  }

  /**
   * The commands that let a user write to the topics.
   *
   * @param user as Kafka's authorizer knows it, such as {@code app}
   */
  public static String grants(String name, String user) {
    String allow = "kafka-acls.sh" + SERVER + " --add --allow-principal 'User:" + user + "'";
    String operations = " --operation Read --operation Write --operation Describe";
    return String.join(
        "\n",
        allow
            + operations
            + " --operation DescribeConfigs --resource-pattern-type prefixed --topic '"
            + name
            + ".'",
        allow
            + " --operation Write --operation Describe --resource-pattern-type prefixed"
            + " --transactional-id 'sluice-'",
        "");
  }

  private TopicCommands() {}
}
