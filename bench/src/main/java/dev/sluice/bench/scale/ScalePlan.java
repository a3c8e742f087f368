// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.scale;

import java.util.List;
import java.util.stream.Stream;

/**
 * The plan: a middle setting, and along each axis others that differ from it in one property.
 *
 * @param seed of the traffic
 * @param parallelism of each engine
 * @param engines modes of engines, or folders of others
 * @param sizes numbers of events, the least first; the least is the middle setting's
 * @param partitions numbers of partitions, the least first
 * @param middlePartitions the middle setting's, one of {@code partitions}
 */
record ScalePlan(
    long seed,
    int parallelism,
    List<String> engines,
    List<Long> sizes,
    List<Integer> partitions,
    int middlePartitions) {

  ScalePlan {
    engines = List.copyOf(engines);
    sizes = List.copyOf(sizes);
    partitions = List.copyOf(partitions);
  }

  Setting middle() {
    return new Setting(sizes.get(0), middlePartitions, RuleVariant.USUAL);
  }

  /** The settings along an axis, in its order. */
  List<Setting> settings(Axis axis) {
    Setting middle = middle();
    return switch (axis) {
      case SIZE ->
          sizes.stream().map(n -> new Setting(n, middlePartitions, middle.rules())).toList();
      case PARTITIONS ->
          partitions.stream().map(n -> new Setting(middle.events(), n, middle.rules())).toList();
      case PASS_RATE ->
          with(RuleVariant.HUNDREDTH, RuleVariant.TENTH, RuleVariant.USUAL, RuleVariant.NONE);
      case RULES ->
          with(RuleVariant.LISTING_10, RuleVariant.LISTING_1000, RuleVariant.LISTING_10000);
    };
  }

  private List<Setting> with(RuleVariant... rules) {
    Setting middle = middle();
    return Stream.of(rules)
        .map(each -> new Setting(middle.events(), middle.partitions(), each))
        .toList();
  }

  /** All settings, each once: those of one topic are adjacent, and the largest topic is last. */
  List<Setting> all() {
    return Stream.of(Axis.PASS_RATE, Axis.RULES, Axis.PARTITIONS, Axis.SIZE)
        .flatMap(axis -> settings(axis).stream())
        .distinct()
        .toList();
  }
}
