package dev.sluice.lab.input.traffic;

import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;

/** How the dials stand: every dial has a share between 0 and 1. */
public record TrafficProfile(Map<Dial, Double> shares) {

  public TrafficProfile {
    EnumMap<Dial, Double> complete = new EnumMap<>(Dial.class);
    for (Dial dial : Dial.values()) {
      double share = shares.getOrDefault(dial, dial.standard());
      if (!(share >= 0 && share <= 1)) {
        throw new IllegalArgumentException(
            dial.key() + ": " + share + " is no share; it must be between 0 and 1");
      }
      complete.put(dial, share);
    }
    requireAtMostOne(complete, EnumSet.range(Dial.BOTS, Dial.LATE));
    requireAtMostOne(complete, EnumSet.of(Dial.MALFORMED, Dial.FUTURE, Dial.DUPLICATES));
    shares = Collections.unmodifiableMap(complete);
  }

  /** Every dial as {@link Dial#standard} says. */
  public static TrafficProfile defaults() {
    return new TrafficProfile(Map.of());
  }

  /** No record is an event. */
  public static TrafficProfile malformedOnly() {
    return defaults().with(Dial.FUTURE, 0).with(Dial.DUPLICATES, 0).with(Dial.MALFORMED, 1);
  }

  /** No event has an id of its own, so that none can come twice. */
  public static TrafficProfile withoutEventIds() {
    return defaults().with(Dial.DUPLICATES, 0).with(Dial.WITHOUT_EVENT_ID, 1);
  }

  /**
   * This profile with one dial turned.
   *
   * @throws IllegalArgumentException naming the dial, where the share is none, or where it leaves
   *     more than the whole
   */
  public TrafficProfile with(Dial dial, double share) {
    EnumMap<Dial, Double> turned = new EnumMap<>(shares);
    turned.put(dial, share);
    return new TrafficProfile(turned);
  }

  double share(Dial dial) {
    return shares.get(dial);
  }

  private static void requireAtMostOne(Map<Dial, Double> shares, EnumSet<Dial> together) {
    double sum = together.stream().mapToDouble(shares::get).sum();
    if (sum > 1.000_001) {
      throw new IllegalArgumentException(
          String.join(", ", together.stream().map(Dial::key).toList())
              + ": they divide one whole, and add up to "
              + sum);
    }
  }
}
