// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads and writes an engine's configuration file: one JSON object, or the same in YAML 1.2, with
 * flat keys. The keys, their defaults and their meaning are in {@code docs/configuration.md}.
 */
public final class ConfigFile {

  private static final int MOST_CODE_POINTS = 64 << 20;

  /**
   * Reads a configuration; secrets that the file leaves out may come from the environment.
   *
   * @throws ConfigException naming key, value (never a secret's), file, and what is allowed
   */
  public static EngineConfig read(Path file) {
    return read(file, System.getenv());
  }

  static EngineConfig read(Path file, Map<String, String> environment) {
    Map<?, ?> raw = parse(file);
    Map<ConfigKey, Object> values = new EnumMap<>(ConfigKey.class);
    for (Map.Entry<?, ?> entry : raw.entrySet()) {
      ConfigKey key = key(String.valueOf(entry.getKey()), file);
      values.put(key, accept(key, entry.getValue(), file));
    }
    fromEnvironment(values, environment);
    for (ConfigKey key : ConfigKey.values()) {
      if (key.isRequired() && !values.containsKey(key)) {
        throw new ConfigException(
            key.key(), "is required: " + key.kind().allowed() + " (in " + file + ")");
      }
      key.defaultValue().ifPresent(value -> values.putIfAbsent(key, value));
    }
    return new ConfigValues(values)
        .config(
            rules(values.get(ConfigKey.RULES), file), events(values.get(ConfigKey.EVENTS), file));
  }

  private static Map<?, ?> parse(Path file) {
    String text;
    try {
      text = ByteOrderMark.read(file);
    } catch (IOException e) {
      throw new ConfigException(file.toString(), FileFault.reason(file, e));
    }
    LoadSettings settings = LoadSettings.builder().setCodePointLimit(MOST_CODE_POINTS).build();
    try {
      if (new Load(settings).loadFromString(text) instanceof Map<?, ?> map) {
        return map;
      }
    } catch (MarkedYamlEngineException e) {
      // Not e.getMessage(): it quotes the file, passwords included.
      throw new ConfigException(
          file.toString(),
          e.getProblem()
              + e.getProblemMark()
                  .map(
                      mark ->
                          " (line "
                              + (mark.getLine() + 1)
                              + ", column "
                              + (mark.getColumn() + 1)
                              + ")")
                  .orElse(""));
    } catch (YamlEngineException e) {
      throw new ConfigException(file.toString(), "is neither JSON nor YAML 1.2");
    }
    throw new ConfigException(file.toString(), "is not one JSON object of keys and values");
  }

  private static ConfigKey key(String name, Path file) {
    return Arrays.stream(ConfigKey.values())
        .filter(key -> key.key().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new ConfigException(name, "unknown key" + didYouMean(name) + " (in " + file + ")"));
  }

  private static String didYouMean(String name) {
    return Nearest.to(name, Arrays.stream(ConfigKey.values()).map(ConfigKey::key))
        .map(near -> "; did you mean " + near + "?")
        .orElseGet(
            () ->
                Arrays.stream(ConfigKey.values())
                    .map(ConfigKey::key)
                    .collect(Collectors.joining(", ", "; the keys are ", "")));
  }

  private static Object accept(ConfigKey key, Object raw, Path file) {
    Object value =
        key.kind()
            .accept(raw)
            .orElseThrow(
                () -> new ConfigException(key.key(), refusal(key, raw) + " (in " + file + ")"));
    if (key == ConfigKey.KAFKA_PROPERTIES) {
      for (Object property : ((Map<?, ?>) value).keySet()) {
        KafkaProperties.refusal(property.toString())
            .ifPresent(
                why -> {
                  throw new ConfigException(
                      key.key() + "." + property, "remove it; it is " + why + " (in " + file + ")");
                });
      }
    }
    return value;
  }

  /**
   * What is wrong with a value for a key that does not come from a file but from elsewhere, such as
   * an option; empty if a file may have that value.
   *
   * @param key the key, such as {@code parallelism}
   * @param value as in JSON: a text, a boolean, an integer or a map
   * @throws ConfigException if there is no such key
   */
  public static Optional<String> refusal(String key, Object value) {
    ConfigKey known =
        Arrays.stream(ConfigKey.values())
            .filter(each -> each.key().equals(key))
            .findFirst()
            .orElseThrow(() -> new ConfigException(key, "unknown key"));
    return known.kind().accept(value).isPresent()
        ? Optional.empty()
        : Optional.of(refusal(known, value));
  }

  private static String refusal(ConfigKey key, Object raw) {
    return (key.isSecret() ? "its value" : shown(raw)) + " is not " + key.kind().allowed();
  }

  private static String shown(Object raw) {
    try {
      String text = Json.write(raw);
      return text.length() <= 100 ? text : text.substring(0, 100) + "…";
    } catch (IllegalArgumentException e) {
      return String.valueOf(raw);
    }
  }

  private static void fromEnvironment(
      Map<ConfigKey, Object> values, Map<String, String> environment) {
    String password = environment.get("SLUICE_POSTGRES_PASSWORD");
    if (password != null) {
      values.putIfAbsent(ConfigKey.POSTGRES_PASSWORD, password);
    }
    String jaas = environment.get("SLUICE_KAFKA_SASL_JAAS_CONFIG");
    if (jaas != null) {
      Map<String, String> properties =
          new TreeMap<>(new ConfigValues(values).properties(ConfigKey.KAFKA_PROPERTIES));
      properties.putIfAbsent("sasl.jaas.config", jaas);
      values.put(ConfigKey.KAFKA_PROPERTIES, properties);
    }
  }

  /** Canonical JSON, so that equal rule sets are equal texts. */
  private static String rules(Object raw, Path file) {
    String name = ConfigKey.RULES.key();
    return RulesFile.canonicalJson(
        raw == null
            ? RulesFile.parse("default rules", RulesFile.defaultRules())
            : RulesFile.parse(file + ", " + name, Json.write(raw)));
  }

  /** Canonical JSON, or null if there is no such key. */
  private static String events(Object raw, Path file) {
    return raw == null
        ? null
        : EventsFile.canonicalJson(
            EventsFile.parse(file + ", " + ConfigKey.EVENTS.key(), Json.write(raw)));
  }

  /**
   * Writes a configuration atomically, readable only by its owner, since it contains the password.
   * {@link #read} returns an equal configuration from it.
   *
   * @throws ConfigException if {@link #read} would refuse a value; it names the key, not the file
   */
  public static void write(Path file, EngineConfig config) throws IOException {
    requireReadable(config);
    Path target = file.toAbsolutePath();
    Path written = Files.createTempFile(target.getParent(), ".sluice", ".json", ownerOnly(target));
    try {
      Files.writeString(written, text(config), StandardCharsets.UTF_8);
      Files.move(written, target, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(written);
    }
  }

  private static void requireReadable(EngineConfig config) {
    ConfigValues.of(config)
        .values()
        .forEach(
            (key, value) -> {
              // Documents are text here; they were checked when they were read.
              if (!isDocument(key) && key.kind().accept(value).isEmpty()) {
                throw new ConfigException(key.key(), refusal(key, value));
              }
            });
  }

  private static FileAttribute<?>[] ownerOnly(Path target) {
    return target.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  private static String text(EngineConfig config) {
    return ConfigValues.of(config).values().entrySet().stream()
        .map(
            entry ->
                "  "
                    + Json.write(entry.getKey().key())
                    + ": "
                    + (isDocument(entry.getKey())
                        ? entry.getValue()
                        : Json.write(entry.getValue())))
        .collect(Collectors.joining(",\n", "{\n", "\n}\n"));
  }

  private static boolean isDocument(ConfigKey key) {
    return key.kind() instanceof ValueKind.Document;
  }

  private ConfigFile() {}
}
