// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.throughput;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class SecondHalfTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final SecondHalf half = new SecondHalf(1_000, status -> {});

  @Test
  void theRateIsFromTheFirstWordPastTheMiddle() {
    half.note(499, START);
    half.note(600, START.plusSeconds(1));
    half.note(900, START.plusSeconds(2));
    // 400 records in 4 seconds.
    assertEquals(OptionalDouble.of(100), half.rate(START.plusSeconds(5)));
  }

  @Test
  void tooShortATimeSaysNothing() {
    half.note(600, START);
    assertEquals(OptionalDouble.empty(), half.rate(START.plusMillis(2_999)));
    assertEquals(OptionalDouble.empty(), new SecondHalf(1_000, status -> {}).rate(START));
  }
}
