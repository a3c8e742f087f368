// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.latency;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WaterfallTest {

  @Test
  void theHopsOfTheRowsAroundAPercentileAddUp() {
    List<Journey> journeys = new ArrayList<>();
    // From 100 ms down to 1 ms; only the hop to the decision differs between journeys.
    for (int millis = 100; millis >= 1; millis--) {
      long end = millis * 1_000L;
      journeys.add(new Journey(0, 100, end - 700, end - 500, end, end + 200));
    }
    // The 46th to the 55th take 46 to 55 ms.
    assertEquals(
        new Waterfall(50, 10, List.of(0.1, 49.7, 0.2, 0.5, 0.2)), Waterfall.of(journeys, 50, 5));
    // The 99th takes 99 ms.
    assertEquals(
        new Waterfall(99, 1, List.of(0.1, 98.2, 0.2, 0.5, 0.2)), Waterfall.of(journeys, 99, 0.5));
  }
}
