// SPDX-License-Identifier: Apache-2.0
package dev.sluice.model;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The tokens of JSON (RFC 8259): each method skips one, from its start to the place after it, or
 * returns {@link #FAILED} where there is none.
 */
final class JsonBytes {

  /** The place after a token that is not one. */
  static final int FAILED = -1;

  private static final VarHandle EIGHT_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long EACH_BYTE = 0x0101_0101_0101_0101L;
  private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

  /** Skips one of the three literal names. */
  static int skipLiteral(byte[] json, int at, byte[] literal) {
    int end = at + literal.length;
    return end <= json.length && Arrays.equals(json, at, end, literal, 0, literal.length)
        ? end
        : FAILED;
  }

  /** Skips a number. */
  static int skipNumber(byte[] json, int start) {
    int at = json[start] == '-' ? start + 1 : start;
    // After a leading zero, no further digit belongs to this number.
    int end = at < json.length && json[at] == '0' ? at + 1 : skipDigits(json, at);
    if (end >= 0 && end < json.length && json[end] == '.') {
      end = skipDigits(json, end + 1);
    }
    if (end >= 0 && end < json.length && (json[end] | 0x20) == 'e') {
      at = end + 1;
      boolean signed = at < json.length && (json[at] == '+' || json[at] == '-');
      end = skipDigits(json, signed ? at + 1 : at);
    }
    return end;
  }

  /** Skips one digit or more. */
  private static int skipDigits(byte[] json, int start) {
    int at = start;
    while (at < json.length && json[at] >= '0' && json[at] <= '9') {
      at++;
    }
    return at == start ? FAILED : at;
  }

  /** Skips white space, of which there may be none. */
  static int skipSpace(byte[] json, int start) {
    int at = start;
    while (at < json.length
        && (json[at] == ' ' || json[at] == '\n' || json[at] == '\r' || json[at] == '\t')) {
      at++;
    }
    return at;
  }

  /** Skips to the next quotation mark, backslash or control character, eight bytes at a time. */
  static int skipPlain(byte[] json, int start) {
    int at = start;
    int lastEight = json.length - Long.BYTES;
    while (at <= lastEight) {
      long eight = (long) EIGHT_BYTES.get(json, at);
      long special = zeroes(eight ^ '"' * EACH_BYTE) | zeroes(eight ^ '\\' * EACH_BYTE);
      special |= eight - 0x20 * EACH_BYTE & ~eight & HIGH_BITS;
      if (special != 0) {
        // Little-endian: borrows run upwards only, so the lowest mark is exact.
        return at + (Long.numberOfTrailingZeros(special) >> 3);
      }
      at += Long.BYTES;
    }
    while (at < json.length && !isSpecial(json[at])) {
      at++;
    }
    return at;
  }

  /** Marks the bytes that are zero; above a marked byte a mark may be wrong. */
  private static long zeroes(long eight) {
    return eight - EACH_BYTE & ~eight & HIGH_BITS;
  }

  private static boolean isSpecial(byte b) {
    return b == '"' || b == '\\' || (b >= 0 && b < 0x20);
  }

  /** Skips an escape, from after its backslash. */
  static int skipEscape(byte[] json, int at) {
    if (at == json.length) {
      return FAILED;
    }
    return switch (json[at]) {
      case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> at + 1;
      case 'u' -> skipHexDigits(json, at + 1, at + 5);
      default -> FAILED;
    };
  }

  private static int skipHexDigits(byte[] json, int start, int end) {
    if (end > json.length) {
      return FAILED;
    }
    for (int i = start; i < end; i++) {
      if (JsonText.hexDigit(json[i]) < 0) {
        return FAILED;
      }
    }
    return end;
  }

  private JsonBytes() {}
}
