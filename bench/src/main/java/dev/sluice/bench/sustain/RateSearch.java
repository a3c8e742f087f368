// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.sustain;

/**
 * Searches for the highest rate that is held: doubles until a rate is not held, or halves until one
 * is, and then bisects to within a fifth. At the limit, two tries differ by about as much.
 */
final class RateSearch {

  /** The lowest rate to try. */
  static final int LEAST = 500;

  private static final double CLOSE = 1.2;

  /** The outcome of a rate. */
  enum Verdict {
    /** Neither backlog nor latency grew. */
    HELD,
    /** One of them did. */
    FAILED,
    /** Neither did, but the sender did not keep up. */
    SENDER_LATE
  }

  /** Tries a rate. */
  @FunctionalInterface
  interface Step {
    Verdict at(int rate) throws Exception;
  }

  /**
   * The result of a search.
   *
   * @param rate the highest rate that was held, in events a second; 0 if none was
   * @param notHeld the lowest rate that was not held
   * @param isAtLeast whether that was because of the sender, so that a higher rate may be possible
   */
  record Found(int rate, int notHeld, boolean isAtLeast) {}

  private final Step step;

  private RateSearch(Step step) {
    this.step = step;
  }

  /**
   * Searches.
   *
   * @param first the first rate to try
   */
  static Found from(int first, Step step) throws Exception {
    return new RateSearch(step).search(first);
  }

  private Found search(int first) throws Exception {
    int held = 0;
    int notHeld = Integer.MAX_VALUE;
    boolean bySender = false;
    int rate = first;
    while (rate >= LEAST && rate < notHeld) {
      Verdict verdict = verdict(rate);
      if (verdict == Verdict.HELD) {
        held = rate;
      } else {
        notHeld = rate;
        bySender = verdict == Verdict.SENDER_LATE;
      }
      rate = next(held, notHeld);
    }
    return new Found(held, notHeld, bySender);
  }

  /** A brief disturbance does not set the limit: a rate that fails is tried once more. */
  private Verdict verdict(int rate) throws Exception {
    Verdict verdict = step.at(rate);
    return verdict == Verdict.FAILED ? step.at(rate) : verdict;
  }

  /** The next rate to try; the one that was not held if the two are close enough. */
  private static int next(int held, int notHeld) {
    if (notHeld == Integer.MAX_VALUE) {
      return held > Integer.MAX_VALUE / 2 ? notHeld : held * 2;
    }
    return notHeld <= held * CLOSE ? notHeld : held + (notHeld - held) / 2;
  }
}
