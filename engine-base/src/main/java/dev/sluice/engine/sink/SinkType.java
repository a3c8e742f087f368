// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.sink;

import dev.sluice.engine.config.EngineConfig;
import java.util.List;
import java.util.ServiceLoader;

/** A kind of sink, found by {@link ServiceLoader}; its module registers it. */
public interface SinkType {

  /** The name, as in a configuration. */
  String name();

  /** The sink that a configuration names; connects to nothing yet. */
  Sink open(EngineConfig config);

  /**
   * The sink of a run.
   *
   * @throws IllegalStateException if the class path does not have exactly one type of sink
   */
  static Sink of(EngineConfig config) {
    // An engine's task may have another context class loader, which does not see the sinks.
    List<SinkType> types =
        ServiceLoader.load(SinkType.class, SinkType.class.getClassLoader()).stream()
            .map(ServiceLoader.Provider::get)
            .toList();
    if (types.size() != 1) {
      throw new IllegalStateException(
          "one sink is needed on the class path, there are "
              + types.stream().map(SinkType::name).toList());
    }
    return types.get(0).open(config);
  }
}
