// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.input.traffic;

import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;

/** The shares of generated traffic: a value between 0 and 1 for each. */
public record TrafficProfile(Map<TrafficShare, Double> shares) {

  public TrafficProfile {
    EnumMap<TrafficShare, Double> complete = new EnumMap<>(TrafficShare.class);
    for (TrafficShare share : TrafficShare.values()) {
      double value = shares.getOrDefault(share, share.standard());
      if (!(value >= 0 && value <= 1)) {
        throw new IllegalArgumentException(
            share.key() + ": " + value + " is not a share; it must be between 0 and 1");
      }
      complete.put(share, value);
    }
    requireAtMostOne(complete, EnumSet.range(TrafficShare.BOTS, TrafficShare.LATE));
    requireAtMostOne(
        complete, EnumSet.of(TrafficShare.MALFORMED, TrafficShare.FUTURE, TrafficShare.DUPLICATES));
    shares = Collections.unmodifiableMap(complete);
  }

  /** The profile with the {@link TrafficShare#standard} value of every share. */
  public static TrafficProfile defaults() {
    return new TrafficProfile(Map.of());
  }

  /** The profile in which no record is an event. */
  public static TrafficProfile malformedOnly() {
    return defaults()
        .with(TrafficShare.FUTURE, 0)
        .with(TrafficShare.DUPLICATES, 0)
        .with(TrafficShare.MALFORMED, 1);
  }

  /** The profile in which no event has an id of its own, so none can occur twice. */
  public static TrafficProfile withoutEventIds() {
    return defaults().with(TrafficShare.DUPLICATES, 0).with(TrafficShare.WITHOUT_EVENT_ID, 1);
  }

  /**
   * This profile with one share set to another value.
   *
   * @throws IllegalArgumentException naming the share, if the value is not between 0 and 1, or if
   *     shares of the same whole add up to more than 1
   */
  public TrafficProfile with(TrafficShare share, double value) {
    EnumMap<TrafficShare, Double> turned = new EnumMap<>(shares);
    turned.put(share, value);
    return new TrafficProfile(turned);
  }

  double share(TrafficShare share) {
    return shares.get(share);
  }

  private static void requireAtMostOne(
      Map<TrafficShare, Double> shares, EnumSet<TrafficShare> together) {
    double sum = together.stream().mapToDouble(shares::get).sum();
    if (sum > 1.000_001) {
      throw new IllegalArgumentException(
          String.join(", ", together.stream().map(TrafficShare::key).toList())
              + ": are shares of the same whole and must add up to at most 1, not "
              + sum);
    }
  }
}
