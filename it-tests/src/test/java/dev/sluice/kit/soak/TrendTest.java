// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TrendTest {

  @Test
  void whatGoesUpAndDownHasNotGrown() {
    assertEquals(Optional.empty(), Trend.growth(seen(i -> 40 + i % 3, i -> 100, i -> 50_000)));
  }

  @Test
  void whatGrowsInTheFirstQuarterIsWarmingUp() {
    assertEquals(Optional.empty(), Trend.growth(seen(i -> i < 4 ? 10 : 90, i -> 100, i -> 50_000)));
  }

  /** Of 16 measurements, the medians are those at 6 and 14. */
  @Test
  void threadsThatAreLeftBehindAtEachFaultAreGrowth() {
    assertEquals(
        Optional.of("threads grew from 64 to 96;"),
        Trend.growth(seen(i -> 40 + 4L * i, i -> 100, i -> 50_000)));
  }

  @Test
  void openFilesAndHeapAreJudgedEach() {
    assertEquals(
        Optional.of("files grew from 700 to 1,500; heap in KiB grew from 80,000 to 120,000;"),
        Trend.growth(seen(i -> 40, i -> 100 + 100L * i, i -> 50_000 + 5_000L * i)));
  }

  private interface Value {
    long at(int index);
  }

  private static List<Vitals> seen(Value threads, Value files, Value heap) {
    return IntStream.range(0, 16)
        .mapToObj(i -> new Vitals(threads.at(i), files.at(i), OptionalLong.of(heap.at(i))))
        .toList();
  }
}
