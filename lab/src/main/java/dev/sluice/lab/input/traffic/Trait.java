// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.input.traffic;

import dev.sluice.lab.input.Label;
import java.util.List;
import java.util.Locale;

/**
 * Why an event is not relevant, in the order of the default rules: the first names the reason. A
 * set of traits is a number with a bit for each.
 */
enum Trait {
  BOTS(1, TrafficShare.BOTS),
  STATIC_ASSETS(2, TrafficShare.STATIC_ASSETS),
  HEALTH_CHECKS(4, TrafficShare.HEALTH_CHECKS),
  INTERNAL_CLIENTS(8, TrafficShare.INTERNAL_CLIENTS),
  FAILED_REQUESTS(16, TrafficShare.FAILED_REQUESTS),
  UNTRACKED_HOSTS(32, TrafficShare.UNTRACKED_HOSTS);

  static final List<Trait> ALL = List.of(values());

  private static final List<Label> LABELS =
      ALL.stream().map(trait -> Label.filtered(trait.name().toLowerCase(Locale.ROOT))).toList();

  private final int bit;
  private final TrafficShare share;

  Trait(int bit, TrafficShare share) {
    this.bit = bit;
    this.share = share;
  }

  TrafficShare share() {
    return share;
  }

  int bit() {
    return bit;
  }

  boolean in(int traits) {
    return (traits & bit) != 0;
  }

  /** The label of a timely event that has these traits. */
  static Label label(int traits) {
    return traits == 0 ? Label.ACCEPTED : LABELS.get(Integer.numberOfTrailingZeros(traits));
  }
}
