package dev.sluice.rules;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Ranges of one family or both, merged and sorted, so that none overlap or touch: asking costs one
 * binary search in those of the address's family. A range of IPv6 holds no IPv4 address, not even
 * {@code ::/0}.
 */
final class AddressRanges {

  private final Sorted v4;
  private final Sorted v6;

  AddressRanges(Collection<AddressRange> ranges) {
    v4 = Sorted.of(ranges.stream().filter(each -> each.first().v4()).toList());
    v6 = Sorted.of(ranges.stream().filter(each -> !each.first().v4()).toList());
  }

  boolean contains(Address address) {
    return (address.v4() ? v4 : v6).contains(address);
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
   */
  private static final class Sorted {
    private final long[] firstHigh;
    private final long[] firstLow;
    private final long[] lastHigh;
    private final long[] lastLow;

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
     * Whether {@code next}, which begins no earlier, overlaps {@code range} or directly follows it.
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
      firstHigh = ranges.stream().mapToLong(each -> each.first().high()).toArray();
      firstLow = ranges.stream().mapToLong(each -> each.first().low()).toArray();
      lastHigh = ranges.stream().mapToLong(each -> each.last().high()).toArray();
      lastLow = ranges.stream().mapToLong(each -> each.last().low()).toArray();
    }

    int size() {
      return firstLow.length;
    }

    boolean contains(Address address) {
      int from = 0;
      int to = firstLow.length; // the ranges before `from` begin at or before the address
      while (from < to) {
        int middle = (from + to) >>> 1;
        if (compare(firstHigh[middle], firstLow[middle], address.high(), address.low()) <= 0) {
          from = middle + 1;
        } else {
          to = middle;
        }
      }
      int candidate = from - 1;
      return candidate >= 0
          && compare(address.high(), address.low(), lastHigh[candidate], lastLow[candidate]) <= 0;
    }
  }
}
