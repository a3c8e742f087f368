// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.command;

import dev.sluice.engine.config.EngineConfig;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The options for the topic of one pipeline, on the user's own Kafka. */
final class SourceOptions {

  @SetsKey("kafka.bootstrap.servers")
  @Option(
      names = "--kafka",
      required = true,
      paramLabel = "HOST:PORT",
      description = "Kafka's bootstrap servers.")
  private String kafka;

  @SetsKey("kafka.topic")
  @Option(names = "--topic", required = true, paramLabel = "T", description = "The topic to read.")
  private String topic;

  @SetsKey(value = "kafka.properties", isCheckedByCommand = true)
  @Option(
      names = "--kafka-properties",
      paramLabel = "FILE",
      description = "More Kafka client properties, such as SASL settings.")
  private Path kafkaProperties;

  /**
   * The topic and how to reach it.
   *
   * @throws dev.sluice.engine.config.ConfigException if the file cannot be read or has a property
   *     that is refused
   */
  EngineConfig.Kafka kafka() {
    return new EngineConfig.Kafka(
        kafka, topic, ExternalAccess.properties(kafkaProperties, "--kafka-properties"));
  }
}
