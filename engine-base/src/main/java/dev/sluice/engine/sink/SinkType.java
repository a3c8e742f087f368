// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.sink;

import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.config.SinkKeys;
import java.util.Map;

/** A type of sink, which is registered as a provider of {@link SinkKeys}. */
public interface SinkType extends SinkKeys {

  /** What sinks of this type do not do, each with the reason in a sentence (R17). */
  default Map<SinkCapability, String> declines() {
    return Map.of();
  }

  /** The sink that a configuration of this type names; connects to nothing yet. */
  Sink open(EngineConfig config);

  /**
   * The sink of a run.
   *
   * @throws IllegalStateException if its type is not on the class path
   */
  static Sink of(EngineConfig config) {
    String name = config.sink().type();
    return SinkKeys.of(name)
        .filter(SinkType.class::isInstance)
        .map(SinkType.class::cast)
        .orElseThrow(() -> new IllegalStateException("no sink " + name + " on the class path"))
        .open(config);
  }
}
