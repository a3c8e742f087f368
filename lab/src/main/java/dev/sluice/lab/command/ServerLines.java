package dev.sluice.lab.command;

import dev.sluice.lab.server.Servers;
import java.nio.file.Path;
import java.util.List;

/**
 * How to use servers that are up: lines to be pasted into a shell.
 *
 * @param servers which ones
 * @param kafkaProperties the file that says how to reach their Kafka; null where none is needed
 */
record ServerLines(Servers servers, Path kafkaProperties) {

  /** What tells {@code ./sluice run} where the servers are, and which topic to read. */
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

  /** Prints the first few records of a topic, by Kafka's own tool. */
  String records(String topic) {
    return "kafka-console-consumer.sh --bootstrap-server %s --topic %s --from-beginning --max-messages 5%s"
        .formatted(servers.bootstrapServers(), topic, properties("--consumer.config"));
  }

  /** Prints a table's number of rows. */
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
