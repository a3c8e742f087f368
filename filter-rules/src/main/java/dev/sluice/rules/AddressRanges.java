// SPDX-License-Identifier: Apache-2.0
package dev.sluice.rules;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Address ranges of one or both families, merged and sorted so that none overlap or touch. A lookup
 * costs one binary search among the ranges of the address's family that start with the same bits.
 * An IPv6 range contains no IPv4 address, not even {@code ::/0}.
 */
final class AddressRanges implements Address.Question {

  private final Sorted v4;
  private final Sorted v6;

  AddressRanges(Collection<AddressRange> ranges) {
    v4 = Sorted.of(ranges.stream().filter(each -> each.first().v4()).toList());
    v6 = Sorted.of(ranges.stream().filter(each -> !each.first().v4()).toList());
  }

  /** Whether one of the ranges contains the address. */
  @Override
  public boolean holds(boolean isV4, long high, long low) {
    return isV4 ? v4.holds(low << 32, 0) : v6.holds(high, low);
  }

  /** How many ranges are left after merging. */
  int size() {
    return v4.size() + v6.size();
  }

  private static int compare(long high, long low, long otherHigh, long otherLow) {
    int byHigh = Long.compareUnsigned(high, otherHigh);
    return byHigh != 0 ? byHigh : Long.compareUnsigned(low, otherLow);
  }

  private static int compare(Address a, Address b) {
    return compare(a.high(), a.low(), b.high(), b.low());
  }

  /**
   * Ranges of one family: the high and low halves of their first and last addresses, side by side.
   * IPv4 addresses are in the upper half of the high one, so that the high one holds the leading
   * bits in both families.
   */
  private static final class Sorted {
    private static final int MOST_BITS = 16;

    private final long[] firstHigh;
    private final long[] firstLow;
    private final long[] lastHigh;
    private final long[] lastLow;

    /** How many bits to the right an address is shifted to get its place in the index. */
    private final int shift;

    /** How many ranges start before the addresses of each place; the last entry counts all. */
    private final int[] before;

    static Sorted of(List<AddressRange> ranges) {
      List<AddressRange> sorted = new ArrayList<>(ranges);
      sorted.sort(Comparator.comparing(AddressRange::first, AddressRanges::compare));
      List<AddressRange> merged = new ArrayList<>();
      for (AddressRange next : sorted) {
        AddressRange last = merged.isEmpty() ? null : merged.get(merged.size() - 1);
        if (last == null || !meets(last, next)) {
          merged.add(next);
        } else if (compare(next.last(), last.last()) > 0) {
          merged.set(merged.size() - 1, new AddressRange(last.first(), next.last()));
        }
      }
      return new Sorted(merged);
    }

    /**
     * Whether {@code next}, which starts no earlier, overlaps {@code range} or directly follows it.
     */
    private static boolean meets(AddressRange range, AddressRange next) {
      Address end = range.last();
      boolean directlyAfter =
          next.first().low() == end.low() + 1
              && next.first().high() == (end.low() == -1L ? end.high() + 1 : end.high())
              && compare(next.first(), end) > 0;
      return directlyAfter || compare(next.first(), end) <= 0;
    }

    private Sorted(List<AddressRange> ranges) {
      firstHigh = ranges.stream().mapToLong(each -> high(each.first())).toArray();
      firstLow = ranges.stream().mapToLong(each -> low(each.first())).toArray();
      lastHigh = ranges.stream().mapToLong(each -> high(each.last())).toArray();
      lastLow = ranges.stream().mapToLong(each -> low(each.last())).toArray();
      int bits = Math.min(MOST_BITS, 1 + Integer.SIZE - Integer.numberOfLeadingZeros(size()));
      shift = Long.SIZE - bits;
      before = new int[(1 << bits) + 1];
      for (long first : firstHigh) {
        before[(int) (first >>> shift) + 1]++;
      }
      for (int place = 1; place < before.length; place++) {
        before[place] += before[place - 1];
      }
    }

    private static long high(Address address) {
      return address.v4() ? address.low() << 32 : address.high();
    }

    private static long low(Address address) {
      return address.v4() ? 0 : address.low();
    }

    int size() {
      return firstLow.length;
    }

    boolean holds(long high, long low) {
      int place = (int) (high >>> shift);
      int from = before[place];
      int to = before[place + 1]; // the ranges before `from` start at or before the address
      while (from < to) {
        int middle = (from + to) >>> 1;
        if (compare(firstHigh[middle], firstLow[middle], high, low) <= 0) {
          from = middle + 1;
        } else {
          to = middle;
        }
      }
      int candidate = from - 1;
      return candidate >= 0 && compare(high, low, lastHigh[candidate], lastLow[candidate]) <= 0;
    }
  }
}
