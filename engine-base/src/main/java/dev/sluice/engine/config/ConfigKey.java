// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.config;

import java.util.Objects;
import java.util.Optional;

/**
 * A key of a configuration file. The engine's own are {@link EngineKeys}; each type of sink has
 * more ({@link SinkKeys}).
 *
 * @param key the name in the file
 * @param kind the values that it takes
 * @param defaultValue the value if the key is absent, of that kind; empty if there is none
 * @param isRequired whether the key must not be absent
 * @param description what the key does, in one or two sentences of Markdown
 * @param isSecret whether errors must not show the value
 * @param variable the environment variable that replaces an absent value, for properties the one
 *     for {@code sasl.jaas.config}; empty if there is none
 */
public record ConfigKey(
    String key,
    ValueKind kind,
    Optional<Object> defaultValue,
    boolean isRequired,
    String description,
    boolean isSecret,
    Optional<String> variable) {

  public ConfigKey {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(description, "description");
  }

  /** A key that must be given. */
  public static ConfigKey required(String key, ValueKind kind, String description) {
    return new ConfigKey(key, kind, Optional.empty(), true, description, false, Optional.empty());
  }

  /** A key without which there is no value. */
  public static ConfigKey optional(String key, ValueKind kind, String description) {
    return new ConfigKey(key, kind, Optional.empty(), false, description, false, Optional.empty());
  }

  /** A key with a default. */
  public static ConfigKey of(String key, ValueKind kind, Object defaultValue, String description) {
    return new ConfigKey(
        key, kind, Optional.of(defaultValue), false, description, false, Optional.empty());
  }

  /** The key as a row of the documentation's tables. */
  public String row() {
    String absent = isRequired ? "required" : "none";
    return "| `%s` | %s | %s | %s |"
        .formatted(
            key,
            defaultValue.map(value -> "`" + Json.write(value) + "`").orElse(absent),
            kind.allowed(),
            description);
  }

  /** The same key, as one whose value is not shown. */
  public ConfigKey secret() {
    return new ConfigKey(key, kind, defaultValue, isRequired, description, true, variable);
  }

  /** The same key, as one whose value may come from the environment. */
  public ConfigKey orVariable(String name) {
    return new ConfigKey(
        key, kind, defaultValue, isRequired, description, isSecret, Optional.of(name));
  }
}
