// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.command;

import dev.sluice.lab.server.Servers;
import java.nio.file.Path;
import java.util.List;

/**
 * Shell commands that show how to use running servers.
 *
 * @param servers the running servers
 * @param kafkaProperties the client properties for their Kafka; null if none are needed
 */
record ServerLines(Servers servers, Path kafkaProperties) {

  /** The {@code ./sluice run} command for an engine that reads a topic of these servers. */
  String engine(String engine, String topic) {
    return "%s./sluice run --engine %s --kafka %s --topic %s%s --jdbc %s"
        .formatted(
            servers.secretsForRun(),
            engine,
            servers.bootstrapServers(),
            topic,
            properties("--kafka-properties"),
            quoted(jdbc()));
  }

  /** A command that prints the first few records of a topic with Kafka's own tool. */
  String records(String topic) {
    return "kafka-console-consumer.sh --bootstrap-server %s --topic %s --from-beginning --max-messages 5%s"
        .formatted(servers.bootstrapServers(), topic, properties("--consumer.config"));
  }

  /** A command that prints the number of rows of a schema's {@code processed_events}. */
  String rows(String schema) {
    return "%s -c %s"
        .formatted(
            servers.psqlLine(),
            quoted("SELECT count(*) FROM %s.processed_events".formatted(schema)));
  }

  /** The URL, with the user. */
  String jdbc() {
    String url = servers.jdbcUrl();
    return servers.user().isEmpty() || url.contains("user=")
        ? url
        : url + (url.contains("?") ? "&" : "?") + "user=" + servers.user();
  }

  private String properties(String option) {
    return kafkaProperties == null ? "" : " " + option + " " + quoted(kafkaProperties.toString());
  }

  private static String quoted(String word) {
    return Shell.line(List.of(word));
  }
}
