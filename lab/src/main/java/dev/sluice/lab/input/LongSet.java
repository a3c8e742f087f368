// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.input;

import java.util.Arrays;

/** A growing set of hashes, eight bytes per slot: a boxed set of a million ids would cost 50 MB. */
final class LongSet {

  private static final int FIRST_SLOTS = 1 << 10;

  private long[] slots = new long[FIRST_SLOTS];
  private int size;
  private boolean holdsZero;

  /** Adds a value; false if it was there already. */
  boolean add(long value) {
    if (value == 0) {
      boolean added = !holdsZero;
      holdsZero = true;
      return added;
    }
    if (!place(slots, value)) {
      return false;
    }
    size++;
    if (size > slots.length / 2) {
      long[] old = slots;
      slots = new long[Math.multiplyExact(old.length, 2)];
      Arrays.stream(old).filter(kept -> kept != 0).forEach(kept -> place(slots, kept));
    }
    return true;
  }

  private static boolean place(long[] slots, long value) {
    int mask = slots.length - 1;
    int slot = (int) value & mask;
    while (slots[slot] != 0) {
      if (slots[slot] == value) {
        return false;
      }
      slot = (slot + 1) & mask;
    }
    slots[slot] = value;
    return true;
  }
}
