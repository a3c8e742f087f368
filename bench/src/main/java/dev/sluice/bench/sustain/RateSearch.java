package dev.sluice.bench.sustain;

/**
 * Looks for the highest rate that is held: doubles until one is not, or halves until one is, and
 * then cuts what lies between in halves, down to a fifth: at the limit, one try differs from the
 * next by about as much.
 */
final class RateSearch {

  /** Below this it is not worth looking. */
  static final int LEAST = 500;

  private static final double CLOSE = 1.2;

  /** What became of a rate. */
  enum Verdict {
    /** Neither backlog nor latency grew. */
    HELD,
    /** One of them did. */
    FAILED,
    /** Neither did, but the sender itself did not keep up. */
    SENDER_LATE
  }

  /** Tries a rate. */
  @FunctionalInterface
  interface Step {
    Verdict at(int rate) throws Exception;
  }

  /**
   * What was found.
   *
   * @param rate the highest that was held, in events a second; 0 where none was
   * @param notHeld the lowest that was not
   * @param isAtLeast whether that was for the sender, so that more may be possible
   */
  record Found(int rate, int notHeld, boolean isAtLeast) {}

  private final Step step;

  private RateSearch(Step step) {
    this.step = step;
  }

  /**
   * Searches.
   *
   * @param first the rate to begin with
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

  /** A hiccup is no limit: what fails is tried once more. */
  private Verdict verdict(int rate) throws Exception {
    Verdict verdict = step.at(rate);
    return verdict == Verdict.FAILED ? step.at(rate) : verdict;
  }

  /** The next rate to try; that which was not held where the two are close. */
  private static int next(int held, int notHeld) {
    if (notHeld == Integer.MAX_VALUE) {
      return held > Integer.MAX_VALUE / 2 ? notHeld : held * 2;
    }
    return notHeld <= held * CLOSE ? notHeld : held + (notHeld - held) / 2;
  }
}
