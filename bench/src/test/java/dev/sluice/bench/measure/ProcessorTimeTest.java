// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ProcessorTimeTest {

  @Test
  void theEighthFigureIsWhatWasStolen() {
    // The last two are guests' times, which the first two already include.
    ProcessorTime time = ProcessorTime.parse("cpu  10 20 30 40 50 60 70 80 90 100");
    assertEquals(new ProcessorTime(360, 80), time);
  }

  @Test
  void anOldKernelSaysNothingOfIt() {
    assertEquals(new ProcessorTime(100, 0), ProcessorTime.parse("cpu  10 20 30 40"));
  }

  @Test
  void aShareIsOfWhatHasPassed() {
    ProcessorTime before = new ProcessorTime(1_000, 50);
    assertEquals(25.0, new ProcessorTime(1_200, 100).stolenPercentSince(before));
    assertEquals(0.0, before.stolenPercentSince(before));
  }
}
