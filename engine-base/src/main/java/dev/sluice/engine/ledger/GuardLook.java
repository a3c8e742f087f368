package dev.sluice.engine.ledger;

import java.util.concurrent.TimeUnit;

/**
 * When the short way has to look whether a table is guarded. A look costs a message of one row a
 * sixth of its time, so it holds for a moment; the long way looks each time.
 */
final class GuardLook {

  /** A trigger that is made while an engine runs is seen by batches that begin later than this. */
  static final long HOLDS_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final Ticker ticker;
  private boolean isKnown;
  private long atNanos;

  GuardLook(Ticker ticker) {
    this.ticker = ticker;
  }

  boolean isDue() {
    return !isKnown || ticker.nanoTime() - atNanos >= HOLDS_NANOS;
  }

  /** Notes that a look which began at this time found no guard. */
  void unguarded(long beganNanos) {
    isKnown = true;
    atNanos = beganNanos;
  }

  long now() {
    return ticker.nanoTime();
  }
}
