package dev.sluice.bench.writer;

import java.util.List;

/**
 * What of the writer is to be measured.
 *
 * @param seed of the rows
 * @param rounds how often each cell is measured
 * @param sizes the batches, from the smallest
 * @param replayed the batches of {@code sizes} at which what is there already is written again
 */
record WriterPlan(long seed, int rounds, List<Size> sizes, List<Integer> replayed) {

  /**
   * A batch, and how many rows are written in such. That number is the same for all methods, so
   * that all fill the same table; it grows with the batch, so that the smallest do not take most of
   * the time.
   */
  record Size(int batch, int rows) {}

  WriterPlan {
    sizes = List.copyOf(sizes);
    replayed = List.copyOf(replayed);
  }

  /** A full one takes some seven minutes on two idle cores, a small one some ten seconds. */
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

  /** How many rows the largest cell writes. */
  int mostRows() {
    return sizes.stream().mapToInt(Size::rows).max().orElseThrow();
  }
}
