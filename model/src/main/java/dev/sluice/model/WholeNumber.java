// SPDX-License-Identifier: Apache-2.0
package dev.sluice.model;

/** Reads the numbers of the model: zero or more, written with digits only. */
final class WholeNumber {

  /** The value of a field that is absent or null. */
  static final long ABSENT = -1;

  /** The result for a number that is negative, too large, or is not written with digits only. */
  static final long MALFORMED = -2;

  /** Reads the number of a range; {@code -0} and an empty range are malformed, too. */
  static long parse(byte[] json, int start, int end, long max) {
    long number = 0;
    for (int i = start; i < end; i++) {
      int digit = json[i] - '0';
      if (digit < 0 || digit > 9 || number > Long.MAX_VALUE / 10) {
        return MALFORMED;
      }
      number = 10 * number + digit; // overflows only at the last digit, and is negative then
      if (number < 0) {
        return MALFORMED;
      }
    }
    return number <= max && start < end ? number : MALFORMED;
  }

  private WholeNumber() {}
}
