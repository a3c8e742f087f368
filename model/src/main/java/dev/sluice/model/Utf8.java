// SPDX-License-Identifier: Apache-2.0
package dev.sluice.model;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Checks UTF-8 against RFC 3629: shortest forms, no surrogates, nothing above U+10FFFF. */
final class Utf8 {

  private static final VarHandle EIGHT_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

  /** Whether the whole array is well-formed. */
  static boolean isWellFormed(byte[] text) {
    int at = 0;
    while (true) {
      at = skipAscii(text, at);
      if (at == text.length) {
        return true;
      }
      at = skipSequence(text, at);
      if (at < 0) {
        return false;
      }
    }
  }

  private static int skipAscii(byte[] text, int from) {
    int at = from;
    int lastEight = text.length - Long.BYTES;
    while (at <= lastEight && ((long) EIGHT_BYTES.get(text, at) & HIGH_BITS) == 0) {
      at += Long.BYTES;
    }
    while (at < text.length && text[at] >= 0) {
      at++;
    }
    return at;
  }

  /** Where the sequence of two to four bytes ends, or -1 where it is ill-formed. */
  private static int skipSequence(byte[] text, int at) {
    int lead = text[at] & 0xFF;
    int length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if (lead < 0xC2 || lead > 0xF4 || text.length - at < length) {
      return -1;
    }
    // Overlong forms, surrogates and values above U+10FFFF show in the second byte.
    int second = text[at + 1] & 0xFF;
    int lowest = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    int highest = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    if (second < lowest || second > highest) {
      return -1;
    }
    for (int i = 2; i < length; i++) {
      if ((text[at + i] & 0xC0) != 0x80) {
        return -1;
      }
    }
    return at + length;
  }

  private Utf8() {}
}
