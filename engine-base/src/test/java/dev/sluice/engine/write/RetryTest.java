// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.write;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.engine.ledger.LedgerException;
import dev.sluice.engine.sink.SinkFault;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Tests what is retried and for how long, and what is not (R13). */
class RetryTest {

  /** A clock that advances only by sleeping. */
  private static final class Sleeper implements Ticker {
    final List<Long> slept = new ArrayList<>();
    private long millis;

    @Override
    public long nanoTime() {
      return millis * 1_000_000;
    }

    @Override
    public void sleep(long more) {
      slept.add(more);
      millis += more;
    }
  }

  private final Sleeper sleeper = new Sleeper();
  private final AtomicInteger retries = new AtomicInteger();

  private Retry retry(long deadlineMillis, boolean longest) {
    return new Retry(
        "work",
        deadlineMillis,
        sleeper,
        bound -> longest ? bound - 1 : 0,
        retries::incrementAndGet);
  }

  @Test
  void r13_pausesDoubleUpToACapAndEndAtTheDeadline() {
    LedgerException e =
        assertThrows(
            LedgerException.class,
            () ->
                retry(10_000, true)
                    .run(
                        left -> {
                          throw SinkFault.passing("down\nrow (secret)", null);
                        }));
    assertEquals(
        List.of(50L, 100L, 200L, 400L, 800L, 1_600L, 2_000L, 2_000L, 2_000L, 850L), sleeper.slept);
    assertEquals(
        "work: tried 11 times in 10000 ms, up to the deadline of 10000 ms;" + " last: down",
        e.getMessage());
    assertEquals(10, retries.get(), "the first of 11 tries is none");
  }

  @Test
  void r13_jitterIsFull() {
    List<Long> left = new ArrayList<>();
    retry(1_000, false)
        .run(
            remaining -> {
              left.add(remaining.get().toMillis());
              if (left.size() < 3) {
                throw new IOException("no answer");
              }
            });
    assertEquals(List.of(0L, 0L), sleeper.slept);
    assertEquals(List.of(1_000L, 1_000L, 1_000L), left);
  }

  @Test
  void r13_whatOneTryTakesCountsTowardsTheDeadline() {
    List<Duration> left = new ArrayList<>();
    assertThrows(
        LedgerException.class,
        () ->
            retry(1_000, false)
                .run(
                    remaining -> {
                      sleeper.sleep(600);
                      left.add(remaining.get());
                      throw SinkFault.passing("slow", null);
                    }));
    assertEquals(List.of(Duration.ofMillis(400), Duration.ofMillis(-200)), left);
  }

  @Test
  void r13_lastingFaultIsTriedOnce() {
    LedgerException e =
        assertThrows(
            LedgerException.class,
            () ->
                retry(1_000, true)
                    .run(
                        left -> {
                          throw SinkFault.lasting("no such table; create it", null);
                        }));
    assertEquals("work: no such table; create it", e.getMessage());
    assertEquals(List.of(), sleeper.slept);
    assertEquals(0, retries.get());
  }
}
