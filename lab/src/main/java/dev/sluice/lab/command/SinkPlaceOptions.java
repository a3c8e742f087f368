// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.command;

import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.config.SinkSettings;
import dev.sluice.sink.kafka.KafkaSinkSettings;
import dev.sluice.sink.postgres.PgSettings;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options for where the rows of one pipeline are. */
final class SinkPlaceOptions {

  @Mixin private SinkOption sink;

  @SetsKey(value = "postgres.url", isCheckedByCommand = true)
  @Option(
      names = "--jdbc",
      paramLabel = "URL",
      description = "For postgres: the database, such as jdbc:postgresql://HOST:PORT/DB.")
  private String jdbc;

  @SetsKey("postgres.schema")
  @Option(
      names = "--schema",
      paramLabel = "NAME",
      defaultValue = "sluice",
      description =
          "For postgres: the schema of this pipeline's tables (default: ${DEFAULT-VALUE}).")
  private String schema;

  @SetsKey("sink.kafka.topic")
  @Option(
      names = "--sink-topic",
      paramLabel = "NAME",
      description = "For kafka: the start of the topics' names, such as web for web.events.")
  private String topic;

  @SetsKey("sink.kafka.bootstrap.servers")
  @Option(
      names = "--sink-kafka",
      paramLabel = "HOST:PORT",
      defaultValue = "",
      description = "For kafka: the cluster of these topics (default: the one of --kafka).")
  private String kafka;

  @SetsKey(value = "sink.kafka.properties", isCheckedByCommand = true)
  @Option(
      names = "--sink-kafka-properties",
      paramLabel = "FILE",
      description = "For kafka: more client properties, such as SASL settings.")
  private Path kafkaProperties;

  /**
   * The settings of the sink.
   *
   * @param create whether what is missing there is created
   * @throws ParameterException if an option is missing or is not for this sink
   */
  SinkSettings settings(CommandSpec spec, boolean create) {
    return switch (sink.kind(spec)) {
      case POSTGRES -> {
        require(spec, "--jdbc", "URL", jdbc);
        ExternalAccess.requireDatabase(jdbc, "--jdbc");
        yield new PgSettings(jdbc, ExternalAccess.user(), ExternalAccess.password(), schema, create)
            .toSink();
      }
      case KAFKA -> {
        require(spec, "--sink-topic", "NAME", topic);
        Map<String, String> properties =
            ExternalAccess.properties(kafkaProperties, "--sink-kafka-properties");
        yield new KafkaSinkSettings(new EngineConfig.Kafka(kafka, topic, properties), create, false)
            .toSink();
      }
    };
  }

  /** The place, for the name of a folder. */
  String place() {
    return topic == null ? schema : topic;
  }

  private static void require(CommandSpec spec, String option, String label, String value) {
    if (value == null) {
      throw new ParameterException(
          spec.commandLine(), "Missing required option: '" + option + "=" + label + "'");
    }
  }
}
