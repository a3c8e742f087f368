// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.input.traffic;

import java.time.Instant;
import java.util.List;

/** Determines when arriving events happened, and what traits they have. */
final class Arrivals {

  /** A bit beside those of {@link Trait}: the event arrives late. */
  static final int LATE = 1 << 30;

  private static final long MILLI = 1_000;
  private static final long SECOND = 1_000_000;

  /** The delay of every event that nothing holds up. */
  private static final long USUAL_DELAY = 20 * MILLI;

  private static final long LONGEST_DETOUR = 12 * SECOND;

  private static final List<Long> LATE_BY =
      List.of(1L, MILLI, 10 * SECOND, 60 * SECOND, 600 * SECOND, 7_200 * SECOND, 90_000 * SECOND);

  private static final List<Long> AHEAD_BY = List.of(1L, MILLI, 60 * SECOND, 86_400 * SECOND);

  private static final long YEAR_1 = micros("0001-01-01T00:00:00Z");
  private static final long BEFORE_THE_EPOCH = micros("1969-12-31T23:59:59Z") + 999_999;
  private static final long END_OF_YEAR_9999 = micros("9999-12-31T23:59:59Z") + 999_999;

  private final SeededRandom random;
  private final double[] cumulated = new double[Trait.ALL.size() + 1];
  private final double overlaps;
  private final double outOfOrder;

  Arrivals(SeededRandom random, TrafficProfile profile) {
    this.random = random;
    double sum = 0;
    for (int i = 0; i < Trait.ALL.size(); i++) {
      sum += profile.share(Trait.ALL.get(i).share());
      cumulated[i] = sum;
    }
    cumulated[Trait.ALL.size()] = sum + profile.share(TrafficShare.LATE);
    this.overlaps = profile.share(TrafficShare.OVERLAPS);
    this.outOfOrder = profile.share(TrafficShare.OUT_OF_ORDER);
  }

  /** None, one or two of the traits and {@link #LATE}, according to the shares. */
  int traits() {
    double drawn = random.fraction();
    int first = 0;
    while (first < cumulated.length && drawn >= cumulated[first]) {
      first++;
    }
    if (first == cumulated.length) {
      return 0;
    }
    int traits = bit(first);
    return random.chance(overlaps) ? traits | bit(random.below(cumulated.length)) : traits;
  }

  /** Sets the event's time to just now, or a few seconds ago. */
  void timely(Draft draft, long arrivalMicros) {
    long delay = USUAL_DELAY + random.below((int) MILLI);
    if (random.chance(outOfOrder)) {
      // The smaller of two: short delays are more frequent than long ones.
      int bound = (int) LONGEST_DETOUR;
      delay += Math.min(random.below(bound), random.below(bound));
    }
    setTime(draft, rounded(arrivalMicros - delay));
  }

  /** Sets the event's time to longer ago than allowed. */
  void late(Draft draft, long arrivalMicros) {
    if (random.chance(0.02)) {
      draft.eventMicros = random.chance(0.5) ? YEAR_1 : BEFORE_THE_EPOCH;
      draft.eventTime = TimeText.utc(draft.eventMicros);
      return;
    }
    long by = random.pick(LATE_BY);
    setTime(draft, arrivalMicros - Draft.ALLOWED_LATENESS_MICROS - by);
  }

  /** Sets the event's time to further in the future than allowed. */
  void ahead(Draft draft, long arrivalMicros) {
    if (random.chance(0.1)) {
      draft.eventMicros = END_OF_YEAR_9999;
      draft.eventTime = TimeText.utc(draft.eventMicros);
      return;
    }
    long by = random.pick(AHEAD_BY);
    setTime(draft, arrivalMicros + Draft.ALLOWED_SKEW_MICROS + by);
  }

  private void setTime(Draft draft, long eventMicros) {
    draft.eventMicros = eventMicros;
    draft.eventTime = TimeText.of(eventMicros, random);
  }

  /** Cut to the precision of the producer's clock: mostly milliseconds, seldom whole seconds. */
  private long rounded(long micros) {
    int clock = random.below(20);
    if (clock == 0) {
      return micros - Math.floorMod(micros, SECOND);
    }
    return clock < 15 ? micros - Math.floorMod(micros, MILLI) : micros;
  }

  private static int bit(int kind) {
    return kind == Trait.ALL.size() ? LATE : Trait.ALL.get(kind).bit();
  }

  private static long micros(String instant) {
    return Instant.parse(instant).getEpochSecond() * SECOND;
  }
}
