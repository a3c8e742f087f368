// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.config;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;

/**
 * The configuration of a job on a cluster, which travels with it: into job graphs, checkpoints, the
 * storage of a high-availability service, and REST answers. So it contains no secret. The processes
 * of the cluster take theirs from their own environment, or from files that are mounted there.
 */
public final class ClusterConfig {

  private static final String JAAS = "sasl.jaas.config";
  private static final String PROVIDERS = "config.providers";
  private static final String ENV = "${env:";

  /** Kafka's own provider, which the clients call when they are created, in each process. */
  private static final Map<String, String> ENV_PROVIDER =
      Map.of(
          PROVIDERS,
          "env",
          PROVIDERS + ".env.class",
          "org.apache.kafka.common.config.provider.EnvVarConfigProvider");

  /**
   * Reads a configuration for a cluster. Where a secret is in the environment of this process, the
   * result refers to the variable, which the cluster's processes must have too.
   *
   * @throws ConfigException as {@link ConfigFile#read} does, and if the file has a secret in it
   */
  public static EngineConfig read(Path file) {
    return read(file, System.getenv());
  }

  static EngineConfig read(Path file, Map<String, String> environment) {
    // Without the environment, which would put its secrets into the result.
    return rewritten(
        ConfigFile.read(file, Map.of()),
        (key, text) -> travelling(key, text, file),
        (key, properties) -> travelling(key, properties, environment, file));
  }

  /**
   * A copy with other texts and properties.
   *
   * @param texts the sink's other value of a key that has a text
   * @param properties the other properties of Kafka's key, and of the sink's keys that have some
   */
  private static EngineConfig rewritten(
      EngineConfig config,
      BiFunction<ConfigKey, String, String> texts,
      BiFunction<ConfigKey, Map<String, String>, Map<String, String>> properties) {
    Map<String, Object> sink = new TreeMap<>(config.sink().values());
    for (ConfigKey key : SinkKeys.of(config.sink().type()).orElseThrow().keys()) {
      sink.computeIfPresent(
          key.key(),
          (name, value) -> {
            if (value instanceof Map<?, ?> some) {
              return properties.apply(key, SinkSettings.copy(some));
            }
            return value instanceof String text ? texts.apply(key, text) : value;
          });
    }
    EngineConfig.Kafka kafka = config.kafka();
    return config
        .withKafka(
            new EngineConfig.Kafka(
                kafka.bootstrapServers(),
                kafka.topic(),
                properties.apply(EngineKeys.KAFKA_PROPERTIES, kafka.properties())))
        .withSink(new SinkSettings(config.sink().type(), sink));
  }

  /**
   * A configuration without its secrets.
   *
   * @param environment the variables that the cluster's processes need instead
   */
  public record Split(EngineConfig config, Map<String, String> environment) {

    /** Shows only the names of the variables. */
    @Override
    public String toString() {
      return "Split[" + config + ", " + environment.keySet() + "]";
    }
  }

  /** Takes the secrets out of a configuration, so that {@link #read} accepts it. */
  public static Split split(EngineConfig config) {
    Map<String, String> environment = new TreeMap<>();
    EngineConfig without =
        rewritten(
            config,
            (key, text) -> {
              if (!Secrets.isText(key.key()) || key.variable().isEmpty()) {
                return text;
              }
              environment.put(key.variable().get(), text);
              return "";
            },
            (key, properties) -> referring(key, properties, environment));
    return new Split(without, environment);
  }

  private static Map<String, String> referring(
      ConfigKey key, Map<String, String> properties, Map<String, String> environment) {
    Map<String, String> referring = new TreeMap<>(properties);
    properties.forEach(
        (name, value) -> {
          if (KafkaProperties.isSecret(name) && !isReference(name, value)) {
            String variable =
                key.variable()
                    .filter(own -> name.equals(JAAS))
                    .orElse(
                        ("SLUICE_" + key.key() + "_" + name)
                            .replace('.', '_')
                            .toUpperCase(Locale.ROOT));
            environment.put(variable, value);
            referring.put(name, ENV + variable + "}");
            ENV_PROVIDER.forEach(referring::putIfAbsent);
          }
        });
    return referring;
  }

  private static String travelling(ConfigKey key, String text, Path file) {
    if (Secrets.isText(key.key()) && !text.isEmpty()) {
      throw new ConfigException(
          key.key(),
          "would travel with the job and be stored by the cluster; remove it (in "
              + file
              + "), and give each process of the cluster "
              + key.variable().map(name -> "the variable " + name + ", or ").orElse("")
              + "a file that "
              + key.key()
              + ".file names");
    }
    return text;
  }

  private static Map<String, String> travelling(
      ConfigKey key, Map<String, String> given, Map<String, String> environment, Path file) {
    Map<String, String> properties = new TreeMap<>(given);
    key.variable()
        .filter(environment::containsKey)
        .ifPresent(variable -> properties.putIfAbsent(JAAS, ENV + variable + "}"));
    Map<String, String> travelling = new TreeMap<>(properties);
    properties.forEach(
        (name, value) -> {
          if (KafkaProperties.isSecret(name) && !isReference(name, value)) {
            throw new ConfigException(
                key.key() + "." + name,
                "would travel with the job and be stored by the cluster; write ${env:NAME} for the"
                    + " secret (in "
                    + file
                    + "), and give each process of the cluster that variable");
          }
          if (value.contains(ENV)) {
            ENV_PROVIDER.forEach(travelling::putIfAbsent);
          }
        });
    return travelling;
  }

  /**
   * Whether a secret is only referred to: each secret in the line of a login module, or else the
   * whole value.
   */
  private static boolean isReference(String name, String value) {
    return Secrets.of(Map.of(name, value)).texts().stream()
        .filter(text -> !name.equals(JAAS) || !text.equals(value))
        .allMatch(text -> text.matches("\\$\\{\\w+:[^}]+}"));
  }

  private ClusterConfig() {}
}
