// SPDX-License-Identifier: Apache-2.0
package dev.sluice.model;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Remembers the bytes between a member's value and the next one's in the same object, as last read
 * step by step: comma, name, colon and blanks. A producer writes them the same way each time, and
 * the same bytes after the value of the same member mean the same. So two comparisons replace
 * reading them. Not thread-safe.
 */
final class FieldSeparators {

  /** The longest separator that is remembered; longer ones are read step by step each time. */
  private static final int MOST_BYTES = 2 * Long.BYTES;

  private static final VarHandle EIGHT_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  // By the index of the member that ended.
  private final long[] first;
  private final long[] firstMask;
  private final long[] second;
  private final long[] secondMask;
  private final int[] lengths;
  private final int[] nexts;

  /**
   * @param members the number of indexes
   */
  FieldSeparators(int members) {
    first = new long[members];
    firstMask = new long[members];
    second = new long[members];
    secondMask = new long[members];
    lengths = new int[members];
    nexts = new int[members];
    Arrays.fill(nexts, EventField.NONE);
  }

  /**
   * The index of the member whose value follows, {@link #length} bytes further on; {@link
   * EventField#NONE} if the bytes in between differ from the last time.
   *
   * @param at the position after the value
   * @param ended the index of its member
   */
  int next(byte[] json, int at, int ended) {
    if (json.length - at < MOST_BYTES) {
      return EventField.NONE;
    }
    long one = ((long) EIGHT_BYTES.get(json, at) ^ first[ended]) & firstMask[ended];
    long two = ((long) EIGHT_BYTES.get(json, at + Long.BYTES) ^ second[ended]) & secondMask[ended];
    return (one | two) == 0 ? nexts[ended] : EventField.NONE;
  }

  /** The number of bytes between the member's value and the next one's. */
  int length(int ended) {
    return lengths[ended];
  }

  /**
   * Remembers the bytes that were read.
   *
   * @param from the position after the value
   * @param to where the next value begins
   * @param next the index of its member
   */
  void remember(byte[] json, int from, int to, int ended, int next) {
    int length = to - from;
    if (length > MOST_BYTES || json.length - from < MOST_BYTES) {
      return;
    }
    first[ended] = (long) EIGHT_BYTES.get(json, from);
    second[ended] = (long) EIGHT_BYTES.get(json, from + Long.BYTES);
    firstMask[ended] = mask(length);
    secondMask[ended] = mask(length - Long.BYTES);
    lengths[ended] = length;
    nexts[ended] = next;
  }

  /** A mask of that many low-order bytes. */
  private static long mask(int bytes) {
    return bytes <= 0 ? 0 : bytes >= Long.BYTES ? -1 : (1L << (bytes * Byte.SIZE)) - 1;
  }
}
