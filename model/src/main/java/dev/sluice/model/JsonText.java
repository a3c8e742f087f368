// SPDX-License-Identifier: Apache-2.0
package dev.sluice.model;

/** Unescapes the content of a JSON string that the scanner has found to be well-formed. */
final class JsonText {

  /** The length returned for a text that holds U+0000 or a lone surrogate. */
  static final int UNSTORABLE = -1;

  /** A backslash, a u and four digits. */
  private static final int UNICODE_ESCAPE = 6;

  /**
   * Writes the range's text, unescaped, as UTF-8, as much of it as fits between {@code from} and
   * {@code to}.
   *
   * @return the length of the whole text in UTF-8 bytes, or {@link #UNSTORABLE}
   */
  static int unescape(byte[] json, int start, int end, byte[] into, int from, int to) {
    int next = from;
    int at = start;
    while (at < end) {
      byte first = json[at];
      if (first != '\\') {
        next = put(into, next, to, first);
        at++;
      } else if (json[at + 1] != 'u') {
        next = put(into, next, to, shortEscape(json[at + 1]));
        at += 2;
      } else {
        int codePoint = hex(json, at + 2);
        at += UNICODE_ESCAPE;
        if (isHighSurrogate(codePoint) && at < end && json[at] == '\\' && json[at + 1] == 'u') {
          int low = hex(json, at + 2);
          if (isLowSurrogate(low)) {
            codePoint = Character.toCodePoint((char) codePoint, (char) low);
            at += UNICODE_ESCAPE;
          }
        }
        if (codePoint == 0 || isHighSurrogate(codePoint) || isLowSurrogate(codePoint)) {
          return UNSTORABLE;
        }
        next = putCodePoint(into, next, to, codePoint);
      }
    }
    return next - from;
  }

  /** Whether Postgres can keep the text: it holds no U+0000 and no lone surrogate. */
  static boolean isStorable(String text) {
    return text.codePoints()
        .noneMatch(c -> c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE));
  }

  /** The value of a hexadecimal digit, or -1. */
  static int hexDigit(byte digit) {
    if (digit >= '0' && digit <= '9') {
      return digit - '0';
    }
    int lower = digit | 0x20;
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
  }

  private static boolean isHighSurrogate(int codePoint) {
    return codePoint >= Character.MIN_HIGH_SURROGATE && codePoint <= Character.MAX_HIGH_SURROGATE;
  }

  private static boolean isLowSurrogate(int codePoint) {
    return codePoint >= Character.MIN_LOW_SURROGATE && codePoint <= Character.MAX_LOW_SURROGATE;
  }

  private static int hex(byte[] json, int at) {
    int value = 0;
    for (int i = at; i < at + 4; i++) {
      value = value << 4 | hexDigit(json[i]);
    }
    return value;
  }

  private static int shortEscape(byte letter) {
    return switch (letter) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      default -> letter;
    };
  }

  private static int putCodePoint(byte[] into, int at, int to, int codePoint) {
    if (codePoint < 0x80) {
      return put(into, at, to, codePoint);
    }
    if (codePoint < 0x800) {
      return put(into, put(into, at, to, 0xC0 | codePoint >> 6), to, continuation(codePoint));
    }
    int next;
    if (codePoint < 0x1_0000) {
      next = put(into, at, to, 0xE0 | codePoint >> 12);
    } else {
      next = put(into, at, to, 0xF0 | codePoint >> 18);
      next = put(into, next, to, continuation(codePoint >> 12));
    }
    next = put(into, next, to, continuation(codePoint >> 6));
    return put(into, next, to, continuation(codePoint));
  }

  private static int continuation(int bits) {
    return 0x80 | (bits & 0x3F);
  }

  private static int put(byte[] into, int at, int to, int value) {
    if (at < to) {
      into[at] = (byte) value;
    }
    return at + 1;
  }

  private JsonText() {}
}
