// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads and writes an engine's configuration file: one JSON object, or the same in YAML 1.2, with
 * flat keys. The keys, their defaults and their meaning are in {@code docs/configuration.md}.
 */
public final class ConfigFile {

  private static final String JAAS = "sasl.jaas.config";
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
    SinkKeys sink = sink(raw, file);
    List<ConfigKey> keys = keys(sink);
    Map<String, Object> values = new TreeMap<>();
    for (Map.Entry<?, ?> entry : raw.entrySet()) {
      ConfigKey key = key(String.valueOf(entry.getKey()), sink, file);
      values.put(key.key(), accept(key, entry.getValue(), file));
    }
    for (ConfigKey key : keys) {
      key.variable()
          .map(environment::get)
          .ifPresent(value -> values.merge(key.key(), ofVariable(key, value), ConfigFile::given));
      if (key.isRequired() && !values.containsKey(key.key())) {
        throw new ConfigException(
            key.key(), "is required: " + key.kind().allowed() + " (in " + file + ")");
      }
      key.defaultValue().ifPresent(value -> values.putIfAbsent(key.key(), value));
    }
    return new ConfigValues(values)
        .config(
            rules(values.get(EngineKeys.RULES.key()), file),
            events(values.get(EngineKeys.EVENTS.key()), file),
            sink.keys());
  }

  private static SinkKeys sink(Map<?, ?> raw, Path file) {
    String key = EngineKeys.SINK.key();
    Object type = raw.containsKey(key) ? raw.get(key) : EngineKeys.SINK.defaultValue().get();
    return SinkKeys.of(String.valueOf(type))
        .orElseThrow(
            () ->
                new ConfigException(
                    key,
                    shown(type)
                        + " is not "
                        + SinkKeys.all().stream()
                            .map(SinkKeys::name)
                            .collect(Collectors.joining(" or "))
                        + " (in "
                        + file
                        + ")"));
  }

  private static List<ConfigKey> keys(SinkKeys sink) {
    return Stream.concat(EngineKeys.ALL.stream(), sink.keys().stream()).toList();
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

  private static ConfigKey key(String name, SinkKeys sink, Path file) {
    return find(name, keys(sink))
        .orElseThrow(() -> new ConfigException(name, unknown(name, sink) + " (in " + file + ")"));
  }

  private static Optional<ConfigKey> find(String name, List<ConfigKey> keys) {
    return keys.stream().filter(key -> key.key().equals(name)).findFirst();
  }

  private static String unknown(String name, SinkKeys sink) {
    for (SinkKeys other : SinkKeys.all()) {
      if (find(name, other.keys()).isPresent()) {
        return "is a key of the sink "
            + other.name()
            + ", but this one is "
            + sink.name()
            + "; remove it, or set sink to "
            + other.name();
      }
    }
    return "unknown key"
        + Nearest.to(name, keys(sink).stream().map(ConfigKey::key))
            .map(near -> "; did you mean " + near + "?")
            .orElseGet(
                () ->
                    keys(sink).stream()
                        .map(ConfigKey::key)
                        .collect(Collectors.joining(", ", "; the keys are ", "")));
  }

  private static Object accept(ConfigKey key, Object raw, Path file) {
    Object value =
        key.kind()
            .accept(raw)
            .orElseThrow(
                () -> new ConfigException(key.key(), refusal(key, raw) + " (in " + file + ")"));
    if (key.kind() instanceof ValueKind.Properties properties) {
      for (Object property : ((Map<?, ?>) value).keySet()) {
        properties
            .refusal()
            .apply(property.toString())
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
        Stream.concat(
                EngineKeys.ALL.stream(), SinkKeys.all().stream().flatMap(t -> t.keys().stream()))
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

  /** A variable's text as a key's value; among properties, it is the line of a login module. */
  private static Object ofVariable(ConfigKey key, String text) {
    return key.kind() instanceof ValueKind.Properties ? Map.of(JAAS, text) : text;
  }

  /** What the file gives takes precedence over a variable, property by property. */
  private static Object given(Object inFile, Object inVariable) {
    if (!(inFile instanceof Map<?, ?> properties)) {
      return inFile;
    }
    Map<String, String> merged = SinkSettings.copy((Map<?, ?>) inVariable);
    merged.putAll(SinkSettings.copy(properties));
    return merged;
  }

  /** Canonical JSON, so that equal rule sets are equal texts. */
  private static String rules(Object raw, Path file) {
    String name = EngineKeys.RULES.key();
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
            EventsFile.parse(file + ", " + EngineKeys.EVENTS.key(), Json.write(raw)));
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
    Map<String, Object> values = ConfigValues.of(config).values();
    for (ConfigKey key : keysOf(config)) {
      Object value = values.get(key.key());
      // Documents are text here; they were checked when they were read.
      if (value != null && !isDocument(key) && key.kind().accept(value).isEmpty()) {
        throw new ConfigException(key.key(), refusal(key, value));
      }
    }
  }

  /**
   * The keys that are known: a sink that is not on this class path checks its own when it reads.
   */
  private static List<ConfigKey> keysOf(EngineConfig config) {
    return SinkKeys.of(config.sink().type()).map(ConfigFile::keys).orElse(EngineKeys.ALL);
  }

  private static FileAttribute<?>[] ownerOnly(Path target) {
    return target.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  private static String text(EngineConfig config) {
    List<String> documents =
        EngineKeys.ALL.stream().filter(ConfigFile::isDocument).map(ConfigKey::key).toList();
    return ConfigValues.of(config).values().entrySet().stream()
        .map(
            entry ->
                "  "
                    + Json.write(entry.getKey())
                    + ": "
                    + (documents.contains(entry.getKey())
                        ? entry.getValue()
                        : Json.write(entry.getValue())))
        .collect(Collectors.joining(",\n", "{\n", "\n}\n"));
  }

  private static boolean isDocument(ConfigKey key) {
    return key.kind() instanceof ValueKind.Document;
  }

  private ConfigFile() {}
}
