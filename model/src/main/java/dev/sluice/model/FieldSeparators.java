// SPDX-License-Identifier: Apache-2.0
package dev.sluice.model;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Remembers the bytes between a member's value and the next one's, as last read step by step:
 * brackets, comma, name, colon and blanks. A producer writes them the same way each time, and the
 * same bytes after the value of the same member mean the same. So two comparisons replace reading
 * them. Not thread-safe.
 */
final class FieldSeparators {

  /** The longest separator that is remembered; longer ones are read step by step each time. */
  private static final int MOST_BYTES = 2 * Long.BYTES;

  private static final VarHandle EIGHT_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** The numbers of one member in {@link #table}, which is one array so that it is checked once. */
  private static final int STRIDE = 8;

  private static final int FIRST = 0;
  private static final int FIRST_MASK = 1;
  private static final int SECOND = 2;
  private static final int SECOND_MASK = 3;
  private static final int KNOWN = 4;

  // By the index of the member that ended.
  private final long[] table;

  /**
   * @param members the number of indexes
   */
  FieldSeparators(int members) {
    table = new long[STRIDE * members];
    for (int i = KNOWN; i < table.length; i += STRIDE) {
      table[i] = EventField.NONE;
    }
  }

  /**
   * What follows a value: a number that {@link #next}, {@link #length} and {@link #closed} read;
   * {@link EventField#NONE} if the bytes there differ from the last time.
   *
   * @param at the position after the value
   * @param ended the index of its member
   */
  int at(byte[] json, int at, int ended) {
    if (json.length - at < MOST_BYTES) {
      return EventField.NONE;
    }
    int i = STRIDE * ended;
    long one = ((long) EIGHT_BYTES.get(json, at) ^ table[i + FIRST]) & table[i + FIRST_MASK];
    long two =
        ((long) EIGHT_BYTES.get(json, at + Long.BYTES) ^ table[i + SECOND])
            & table[i + SECOND_MASK];
    return (one | two) == 0 ? (int) table[i + KNOWN] : EventField.NONE;
  }

  /** The index of the member whose value follows. */
  static int next(int known) {
    return known & 0xFF;
  }

  /** The number of bytes up to that value. */
  static int length(int known) {
    return known >> 8 & 0xFF;
  }

  /** The number of objects and arrays that end before it. */
  static int closed(int known) {
    return known >> 16;
  }

  /**
   * Remembers the bytes that were read.
   *
   * @param from the position after the value
   * @param to where the next value begins
   * @param next the index of its member
   * @param closing the number of objects and arrays that end in between
   */
  void remember(byte[] json, int from, int to, int ended, int next, int closing) {
    int length = to - from;
    if (length > MOST_BYTES || json.length - from < MOST_BYTES) {
      return;
    }
    int i = STRIDE * ended;
    table[i + FIRST] = (long) EIGHT_BYTES.get(json, from);
    table[i + FIRST_MASK] = mask(length);
    table[i + SECOND] = (long) EIGHT_BYTES.get(json, from + Long.BYTES);
    table[i + SECOND_MASK] = mask(length - Long.BYTES);
    int known = (closing << 16) | (length << 8) | next;
    table[i + KNOWN] = known;
  }

  /** A mask of that many low-order bytes. */
  private static long mask(int bytes) {
    return bytes <= 0 ? 0 : bytes >= Long.BYTES ? -1 : (1L << (bytes * Byte.SIZE)) - 1;
  }
}
