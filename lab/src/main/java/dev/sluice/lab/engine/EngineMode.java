// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.engine;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One way that an engine can be run.
 *
 * @param name what the user calls it, such as {@code flink-jdbc}; unique among all engines
 * @param execution how it runs, for the table, such as {@code continuous}
 * @param declines what it cannot do, each capability with the reason (R17)
 */
public record EngineMode(String name, String execution, Map<Capability, String> declines) {

  public EngineMode {
    declines = Collections.unmodifiableSortedMap(new TreeMap<>(declines));
  }

  /** Whether the mode has a capability, that is, does not decline it. */
  public boolean can(Capability capability) {
    return !declines.containsKey(capability);
  }

  /** Why the mode lacks a capability, or empty where it has it. */
  public Optional<String> whyNot(Capability capability) {
    return Optional.ofNullable(declines.get(capability));
  }
}
