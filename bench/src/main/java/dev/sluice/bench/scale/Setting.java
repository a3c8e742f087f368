package dev.sluice.bench.scale;

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

  @Override
  public String toString() {
    return "%,d events, %d partition%s, rules %s"
        .formatted(events, partitions, partitions == 1 ? "" : "s", rules.name());
  }
}
