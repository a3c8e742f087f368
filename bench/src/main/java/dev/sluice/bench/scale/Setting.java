// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.scale;

import dev.sluice.bench.throughput.Contestant;
import java.util.Locale;

/**
 * The input of a drain.
 *
 * @param events in the topic
 * @param partitions of the topic
 * @param rules the rules that decide
 */
public record Setting(long events, int partitions, RuleVariant rules) {

  /** Whether both are drained from the same topic. */
  boolean isOfTopicOf(Setting other) {
    return events == other.events && partitions == other.partitions;
  }

  /**
   * Whether contestants of a kind are measured with it. The code that searches the lists is the
   * same for all, and a baseline shows its cost with less overhead than an engine.
   */
  boolean isFor(Contestant.Kind kind) {
    return kind == Contestant.Kind.BASELINE || rules.listed() == 0;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%,d events, %d partition%s, rules %s",
        events,
        partitions,
        partitions == 1 ? "" : "s",
        rules.name());
  }
}
