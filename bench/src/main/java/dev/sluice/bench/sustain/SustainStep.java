package dev.sluice.bench.sustain;

import dev.sluice.bench.sustain.RateSearch.Verdict;

/**
 * A rate that was tried.
 *
 * @param rate events a second
 * @param backlog how many records were sent and not yet counted when the last one was sent
 * @param firstMillis the median latency of the first third
 * @param lastMillis that of the last third
 * @param medianMillis of the whole
 * @param p99Millis of the whole
 * @param senderLateMillis how far the sender was behind at its end
 * @param verdict what became of it
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

  /** What a backlog may be beside that which is under way by the latency. */
  private static final double BACKLOG_MILLIS = 1_000;

  /** A latency that grows because work piles up is five times as long in the last third. */
  private static final double GROWTH = 1.5;

  /**
   * Work that piles up makes latency grow by more: where a rate is a tenth above what is possible,
   * records of the last third wait 360 ms longer than those of the first, which were sent 4 s
   * before them. A wait for the disk, of 100 to 200 ms on a small machine, is no growth.
   */
  private static final double GROWTH_MILLIS = 250;

  private static final double SENDER_MILLIS = 500;

  /**
   * Judges a rate. By its latency, a part of what was sent is always under way (Little's law): that
   * of the first third and what is sent in a second is not yet a backlog. So a trigger of a second
   * is not taken for one.
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
