// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.command;

import dev.sluice.engine.config.ByteOrderMark;
import dev.sluice.engine.config.ConfigException;
import dev.sluice.engine.config.ConfigFile;
import dev.sluice.engine.config.FileFault;
import dev.sluice.engine.config.KafkaClient;
import dev.sluice.engine.config.KafkaClients;
import dev.sluice.engine.config.KafkaProperties;
import dev.sluice.lab.server.ExternalServers;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads how to reach the user's own servers, and where the secrets for them come from. */
final class ExternalAccess {

  static final String USER = "SLUICE_POSTGRES_USER";
  static final String PASSWORD = "SLUICE_POSTGRES_PASSWORD";

  private static final Pattern SECRET_IN_URL =
      Pattern.compile("(?i)[?&](ssl)?password=|//[^/]*:[^/@]*@");

  /**
   * The servers, not yet contacted.
   *
   * @param kafkaProperties a file, or null for none
   * @param name turns an option into the name that the user sees, such as {@code jdbc} into {@code
   *     --jdbc}
   * @throws ConfigException if the URL holds a secret, or the file cannot be read
   */
  static ExternalServers of(
      String kafka, Path kafkaProperties, String jdbc, UnaryOperator<String> name) {
    requireDatabase(jdbc, name.apply("jdbc"));
    return new ExternalServers(
        kafka,
        properties(kafkaProperties, name.apply("kafka-properties")),
        jdbc,
        user(),
        password());
  }

  /**
   * Checks the URL of a database.
   *
   * @param name the option that has it
   * @throws ConfigException if it holds a secret, or is not such a URL
   */
  static void requireDatabase(String jdbc, String name) {
    if (SECRET_IN_URL.matcher(jdbc).find()) {
      throw new ConfigException(
          name, "holds a secret, which other users can see in the process list; set " + PASSWORD);
    }
    ConfigFile.refusal("postgres.url", jdbc)
        .ifPresent(
            refusal -> {
              throw new ConfigException(name, refusal);
            });
  }

  /** The database's user; empty for the driver's default. */
  static String user() {
    return environment(USER);
  }

  /** The database's password; may be empty. */
  static String password() {
    return environment(PASSWORD);
  }

  /**
   * The Kafka properties of a file.
   *
   * @param file null for none
   * @param name the option that names the file
   */
  static Map<String, String> properties(Path file, String name) {
    if (file == null) {
      return Map.of();
    }
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(ByteOrderMark.read(file)));
    } catch (IOException e) {
      throw new ConfigException(name, file + ": " + FileFault.reason(file, e));
    }
    Map<String, String> given =
        properties.stringPropertyNames().stream()
            .collect(Collectors.toMap(key -> key, properties::getProperty));
    for (String property : new TreeSet<>(given.keySet())) {
      KafkaProperties.refusal(property)
          .map(why -> "remove it; it is " + why)
          .or(() -> KafkaProperties.unknown(property, given, Set.of()))
          .ifPresent(
              problem -> {
                throw new ConfigException(
                    name, file + ": " + KafkaProperties.shown(property) + ": " + problem);
              });
    }
    return given;
  }

  /**
   * Creates the clients that the lab will need, without connecting.
   *
   * @param name turns an option into the name that the user sees, such as {@code kafka} into {@code
   *     --kafka}
   * @throws ConfigException if one of them cannot be created; names the property and its value
   */
  static void requireClients(ExternalServers servers, UnaryOperator<String> name) {
    Map<String, String> given = servers.kafkaProperties();
    KafkaClients.fault(
            Stream.of(KafkaClient.Kind.values())
                .map(kind -> new KafkaClient(kind, servers.kafkaClient()))
                .toList(),
            given)
        .ifPresent(
            fault -> {
              throw fault.isOf("bootstrap.servers")
                  ? new ConfigException(name.apply("kafka"), fault.problem())
                  : new ConfigException(
                      name.apply("kafka-properties"),
                      fault.property().map(property -> property + ": ").orElse("")
                          + fault.problem());
            });
  }

  private static String environment(String name) {
    return System.getenv().getOrDefault(name, "");
  }

  private ExternalAccess() {}
}
