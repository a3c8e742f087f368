// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.soak;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * Detects growth in a process: compares the median of the last quarter of the measurements with
 * that of the second quarter. The first quarter is warm-up.
 */
final class Trend {

  private static final int QUARTERS = 4;

  /** A leak of one per fault would exceed this after a few minutes. */
  private static final double GROWTH_ALLOWED = 1.15;

  /** The minimum number of measurements. */
  static final int LEAST = 8;

  /**
   * Describes what has grown.
   *
   * @param seen the measurements in order, at least {@link #LEAST}
   * @return one line; empty if nothing has grown
   */
  static Optional<String> growth(List<Vitals> seen) {
    StringBuilder grown = new StringBuilder();
    grown.append(grown("threads", seen, Vitals::threads, 4));
    grown.append(grown("files", seen, Vitals::files, 8));
    if (seen.get(0).heapKib().isPresent()) {
      grown.append(grown("heap in KiB", seen, vitals -> vitals.heapKib().orElse(0), 4_096));
    }
    return grown.length() == 0 ? Optional.empty() : Optional.of(grown.toString().strip());
  }

  private static String grown(
      String what, List<Vitals> seen, ToLongFunction<Vitals> of, long slack) {
    int quarter = seen.size() / QUARTERS;
    long before = median(seen.subList(quarter, 2 * quarter), of);
    long after = median(seen.subList(seen.size() - quarter, seen.size()), of);
    return after > before * GROWTH_ALLOWED + slack
        ? String.format(Locale.ROOT, "%s grew from %,d to %,d; ", what, before, after)
        : "";
  }

  private static long median(List<Vitals> seen, ToLongFunction<Vitals> of) {
    long[] sorted = seen.stream().mapToLong(of).sorted().toArray();
    return Arrays.stream(sorted).skip(sorted.length / 2).findFirst().orElseThrow();
  }

  private Trend() {}
}
