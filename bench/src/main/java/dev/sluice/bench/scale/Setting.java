package dev.sluice.bench.scale;

import dev.sluice.bench.throughput.Contestant;
import java.util.Locale;

/**
 * What is drained.
 *
 * @param events in the topic
 * @param partitions of the topic
 * @param rules that decide
 */
public record Setting(long events, int partitions, RuleVariant rules) {

  /** Whether it is drained from the same topic. */
  boolean isOfTopicOf(Setting other) {
    return events == other.events && partitions == other.partitions;
  }

  /**
   * Whether contestants of a kind are measured with it: how an event is held against lists is
   * shared code, which a baseline shows with less around it than an engine.
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
