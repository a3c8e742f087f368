// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.sustain;

import dev.sluice.bench.sustain.RateSearch.Verdict;

/**
 * A rate that was tried.
 *
 * @param rate events a second
 * @param backlog the number of records sent but not yet counted when the last one was sent
 * @param firstMillis the median latency of the first third
 * @param lastMillis the median latency of the last third
 * @param medianMillis the median latency of the whole step
 * @param p99Millis the 99th percentile of the whole step
 * @param senderLateMillis how far the sender was behind at its end
 * @param verdict the outcome
 */
public record SustainStep(
    int rate,
    long backlog,
    double firstMillis,
    double lastMillis,
    double medianMillis,
    double p99Millis,
    double senderLateMillis,
    Verdict verdict) {

  private static final double MILLIS_PER_SECOND = 1_000;

  /** The backlog that is allowed in addition to the records in flight, as a time. */
  private static final double BACKLOG_MILLIS = 1_000;

  /** When work piles up, the latency of the last third is five times that of the first. */
  private static final double GROWTH = 1.5;

  /**
   * When work piles up, latency grows by more than this: at a rate a tenth above the possible one,
   * records of the last third wait 360 ms longer than those of the first, which were sent 4 s
   * earlier. A wait for the disk, of 100 to 200 ms on a small machine, does not count as growth.
   */
  private static final double GROWTH_MILLIS = 250;

  private static final double SENDER_MILLIS = 500;

  /**
   * Judges a rate. Because of the latency, some records are always in flight (Little's law): as
   * many as are sent in a second plus the latency of the first third do not count as a backlog. So
   * a trigger of one second is not mistaken for one.
   */
  static Verdict judge(
      int rate, long backlog, double firstMillis, double lastMillis, double senderLateMillis) {
    if (backlog > rate * (firstMillis + BACKLOG_MILLIS) / MILLIS_PER_SECOND) {
      return Verdict.FAILED;
    }
    if (senderLateMillis > SENDER_MILLIS) {
      return Verdict.SENDER_LATE;
    }
    return lastMillis > firstMillis * GROWTH + GROWTH_MILLIS ? Verdict.FAILED : Verdict.HELD;
  }
}
