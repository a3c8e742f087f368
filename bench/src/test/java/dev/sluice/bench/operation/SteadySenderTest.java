// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Tests that the rate is kept regardless of pauses. */
class SteadySenderTest {

  @Test
  void asManyAreDueAsTheTimeThatPassedSays() {
    assertEquals(0, SteadySender.due(0, 2_000));
    assertEquals(0, SteadySender.due(499_999, 2_000));
    assertEquals(1, SteadySender.due(500_000, 2_000));
    assertEquals(3_000, SteadySender.due(1_500_000_000L, 2_000));
    // A year at a rate whose product with nanoseconds exceeds 64 bits.
    assertEquals(315_360_000_000L, SteadySender.due(Duration.ofDays(365).toNanos(), 10_000));
  }
}
