// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.config;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.apache.kafka.common.config.SecurityConfig;
import org.apache.kafka.common.metrics.JmxReporter;

/**
 * Checks which client properties a configuration may set. Some would let an engine skip records,
 * read them twice under another group, or see what was never committed. And a client ignores a name
 * that it does not know: with a misspelt {@code security.protocol} it would connect in plain text.
 */
public final class KafkaProperties {

  private static final String CONTRACT = "fixed by the contract";
  private static final String ENGINE = "the engine's own";

  private static final Map<String, String> REFUSED =
      Map.ofEntries(
          Map.entry("bootstrap.servers", "the key kafka.bootstrap.servers"),
          Map.entry("isolation.level", CONTRACT + " at read_committed (R1)"),
          Map.entry("auto.offset.reset", CONTRACT + " at none (R15); see the key start"),
          Map.entry("group.id", ENGINE + ", made of the run id (R10)"),
          Map.entry("group.instance.id", ENGINE),
          Map.entry("group.protocol", ENGINE + ": it decides who reads which partition"),
          Map.entry("application.id", ENGINE + ", made of the run id (R10)"),
          Map.entry("enable.auto.commit", ENGINE + ": offsets are committed after the rows"),
          Map.entry("key.deserializer", ENGINE + ": records are read as bytes"),
          Map.entry("value.deserializer", ENGINE + ": records are read as bytes"),
          Map.entry("default.key.serde", ENGINE + ": records are read as bytes"),
          Map.entry("default.value.serde", ENGINE + ": records are read as bytes"),
          Map.entry("interceptor.classes", "refused: an interceptor may drop or change records"),
          Map.entry(
              "allow.auto.create.topics", CONTRACT + " at false: a missing topic is an error"),
          Map.entry("max.poll.interval.ms", ENGINE + ", above retry.deadline.ms (R13)"),
          Map.entry(
              "default.timestamp.extractor", ENGINE + ": no record may be dropped by its time"),
          Map.entry("deserialization.exception.handler", "refused: no record may be skipped"),
          Map.entry(
              "default.deserialization.exception.handler", "refused: no record may be skipped"),
          Map.entry("processing.exception.handler", "refused: no record may be skipped"),
          Map.entry("processor.wrapper.class", "refused: a wrapper may drop or change records"),
          Map.entry("processing.guarantee", ENGINE),
          Map.entry("num.stream.threads", "the key parallelism"),
          Map.entry("commit.interval.ms", "the key commit.interval.ms, outside kafka.properties"),
          Map.entry("state.dir", "the key state.dir, outside kafka.properties"));

  /** The prefixes under which Kafka Streams and Spark take the same properties. */
  private static final List<String> PREFIXES =
      List.of(
          "main.consumer.",
          "restore.consumer.",
          "global.consumer.",
          "consumer.",
          "producer.",
          "admin.",
          "kafka.");

  /**
   * The prefixes of properties that a client passes on to classes of its own without listing them.
   */
  private static final List<String> OPEN_PREFIXES =
      List.of(
          AbstractConfig.CONFIG_PROVIDERS_CONFIG + ".", CommonClientConfigs.METRICS_CONTEXT_PREFIX);

  /** The properties that are lists of classes, which a client lists only as text. */
  private static final Set<String> CLASS_LISTS =
      Set.of(
          CommonClientConfigs.METRIC_REPORTER_CLASSES_CONFIG,
          ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
          SecurityConfig.SECURITY_PROVIDERS_CONFIG);

  /**
   * The most edits at which a name is a misspelt one of a client, not one of a plugged-in class.
   */
  private static final int MISSPELT = 2;

  /** The properties that the clients of this classpath know, by name. */
  private static final Map<String, ConfigKey> KNOWN = known();

  private static Map<String, ConfigKey> known() {
    Map<String, ConfigKey> known = new TreeMap<>();
    Stream.of(AdminClientConfig.configDef(), ProducerConfig.configDef(), ConsumerConfig.configDef())
        .map(ConfigDef::configKeys)
        .forEach(known::putAll);
    return known;
  }

  /** Why this property must not be set; empty if it may be. */
  public static Optional<String> refusal(String property) {
    return Optional.ofNullable(REFUSED.get(bare(property)));
  }

  /**
   * Why a property would be ignored; empty if some Kafka client of this classpath knows it. If the
   * user plugs in classes, an unknown name is taken for one of theirs.
   *
   * @param given all properties, by name
   * @param engines names that the engine itself understands
   */
  public static Optional<String> unknown(
      String property, Map<String, String> given, Set<String> engines) {
    if (KNOWN.containsKey(property)
        || engines.contains(property)
        || JmxReporter.RECONFIGURABLE_CONFIGS.contains(property)
        // Every client resolves references, but older ones do not list it.
        || property.equals(AbstractConfig.CONFIG_PROVIDERS_CONFIG)
        || OPEN_PREFIXES.stream().anyMatch(property::startsWith)) {
      return Optional.empty();
    }
    String bare = bare(property);
    if (!bare.equals(property) && KNOWN.containsKey(bare)) {
      return Optional.of("each property goes to every client that knows it; write " + bare);
    }
    Set<String> names = new TreeSet<>(KNOWN.keySet());
    names.addAll(engines);
    boolean isPluggedIn = hasPlugIn(given);
    Optional<String> meant =
        isPluggedIn
            ? Nearest.to(property, names.stream(), MISSPELT)
            : Nearest.to(property, names.stream());
    if (isPluggedIn && meant.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        "no Kafka client knows this property; "
            + meant.map(name -> "did you mean " + name + "?").orElse("remove it"));
  }

  /**
   * Whether a class is plugged in: one that is not Kafka's reads its own names from the same
   * properties.
   */
  private static boolean hasPlugIn(Map<String, String> given) {
    return given.entrySet().stream()
        .filter(entry -> isClass(entry.getKey()))
        .flatMap(entry -> Pattern.compile(",").splitAsStream(entry.getValue()))
        .map(String::strip)
        .anyMatch(name -> !name.isEmpty() && !name.startsWith("org.apache.kafka."));
  }

  private static boolean isClass(String property) {
    ConfigKey key = KNOWN.get(property);
    return CLASS_LISTS.contains(property) || (key != null && key.type() == ConfigDef.Type.CLASS);
  }

  /**
   * Whether a property's value is a secret, by the clients' definition or, if they have none, by
   * its name.
   */
  static boolean isSecret(String property) {
    ConfigKey key = KNOWN.get(property);
    return key == null
        ? Secrets.NAME.matcher(property).find()
        : key.type() == ConfigDef.Type.PASSWORD;
  }

  /** The name with all but printable ASCII escaped: a byte order mark, for one, is invisible. */
  public static String shown(String property) {
    StringBuilder shown = new StringBuilder();
    property
        .chars()
        .forEach(
            c -> {
              if (c > ' ' && c < 0x7f) {
                shown.append((char) c);
              } else {
                shown.append("\\u").append(String.format(Locale.ROOT, "%04X", c));
              }
            });
    return shown.toString();
  }

  private static String bare(String property) {
    String name = property;
    for (String prefix : PREFIXES) {
      name = name.startsWith(prefix) ? name.substring(prefix.length()) : name;
    }
    return name;
  }

  static Iterable<String> refused() {
    return REFUSED.keySet();
  }

  private KafkaProperties() {}
}
