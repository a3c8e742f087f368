// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.config;

import java.io.Serializable;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Where the rows go, in the keys of a type of sink. Immutable.
 *
 * @param type the name of the type, such as {@code postgres}
 * @param values by key: a text, a boolean, a long, or properties as a map of texts
 */
public record SinkSettings(String type, Map<String, Object> values) implements Serializable {

  public SinkSettings {
    Objects.requireNonNull(type, "type");
    values = Map.copyOf(values);
  }

  /** The text of a key, which has one. */
  public String text(String key) {
    return (String) value(key);
  }

  /** The truth of a key, which has one. */
  public boolean flag(String key) {
    return (Boolean) value(key);
  }

  /** The number of a key, which has one. */
  public long whole(String key) {
    return (Long) value(key);
  }

  /** The properties of a key, which has some or none; a copy. */
  public Map<String, String> properties(String key) {
    return copy((Map<?, ?>) value(key));
  }

  static Map<String, String> copy(Map<?, ?> properties) {
    Map<String, String> copy = new TreeMap<>();
    properties.forEach((name, value) -> copy.put((String) name, (String) value));
    return copy;
  }

  private Object value(String key) {
    return Objects.requireNonNull(values.get(key), key);
  }

  /** Shows only the names of the keys: a value may be a secret. */
  @Override
  public String toString() {
    return "SinkSettings[" + type + ", " + new TreeMap<>(values).keySet() + "]";
  }
}
