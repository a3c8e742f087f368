// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.config;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * A type of sink as a configuration knows it: its name and its keys. {@code
 * dev.sluice.engine.sink.SinkType} adds the sink itself; a sink's module registers it as a provider
 * of this interface.
 */
public interface SinkKeys {

  /** The name, the value of the key {@code sink}. */
  String name();

  /** The keys that only this type has, in the order of its documentation. */
  List<ConfigKey> keys();

  /** The types on the class path, by name. */
  static List<SinkKeys> all() {
    // An engine's task may have another context class loader, which does not see the sinks.
    return ServiceLoader.load(SinkKeys.class, SinkKeys.class.getClassLoader()).stream()
        .map(ServiceLoader.Provider::get)
        .sorted(Comparator.comparing(SinkKeys::name))
        .toList();
  }

  /** The type of that name; empty if it is not on the class path. */
  static Optional<SinkKeys> of(String name) {
    return all().stream().filter(type -> type.name().equals(name)).findFirst();
  }
}
