// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.writer;

import java.util.List;

/**
 * The plan of the writer's measurements.
 *
 * @param seed of the rows
 * @param rounds how many times each cell is measured
 * @param sizes the batches, from the smallest
 * @param replayed the batches of {@code sizes} at which the same rows are written again
 */
record WriterPlan(long seed, int rounds, List<Size> sizes, List<Integer> replayed) {

  /**
   * A batch size, and the number of rows written at it. That number is the same for all methods, so
   * that all fill the same table; it grows with the batch, so that the smallest batches do not take
   * most of the time.
   */
  record Size(int batch, int rows) {}

  WriterPlan {
    sizes = List.copyOf(sizes);
    replayed = List.copyOf(replayed);
  }

  /** The full plan takes about seven minutes on two idle cores, the quick one about ten seconds. */
  static WriterPlan of(long seed, boolean quick) {
    return quick
        ? new WriterPlan(
            seed, 1, List.of(new Size(100, 2_000), new Size(10_000, 20_000)), List.of(10_000))
        : new WriterPlan(
            seed,
            5,
            List.of(
                new Size(1, 500),
                new Size(10, 3_000),
                new Size(100, 15_000),
                new Size(1_000, 40_000),
                new Size(10_000, 100_000),
                new Size(100_000, 200_000)),
            List.of(1_000, 10_000));
  }

  /** The number of rows that the largest cell writes. */
  int mostRows() {
    return sizes.stream().mapToInt(Size::rows).max().orElseThrow();
  }
}
