// SPDX-License-Identifier: Apache-2.0
package dev.sluice.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A part of a pattern for times, as long as one element of the time.
 *
 * @param text the letters, or the literal text
 * @param length in bytes; of an offset, that of its letters
 */
@SuppressWarnings("ArrayRecordComponent") // never handed out
record TimePart(Kind kind, String text, int length, byte[] bytes) {

  /** What a part means. */
  enum Kind {
    LITERAL,
    YEAR,
    MONTH,
    MONTH_NAME,
    DAY,
    HOUR,
    MINUTE,
    SECOND,
    FRACTION,
    OFFSET
  }

  private static final String ALLOWED =
      "allowed: yyyy, MM, MMM, dd, HH, mm, ss, S to SSSSSSSSS, X, XX, XXX, x, xx, xxx, Z, text in"
          + " single quotes, punctuation and spaces";
  private static final Set<Kind> REQUIRED =
      EnumSet.of(Kind.YEAR, Kind.MONTH, Kind.DAY, Kind.HOUR, Kind.MINUTE);
  private static final int SIGN_AND_HOURS = 3;

  /**
   * The parts of a pattern.
   *
   * @throws InvalidMappingException if it is not one
   */
  static List<TimePart> parse(String pattern) {
    List<TimePart> parts = new ArrayList<>();
    StringBuilder literal = new StringBuilder();
    int at = 0;
    while (at < pattern.length()) {
      char c = pattern.charAt(at);
      if (c == '\'') {
        at = quoted(pattern, at, literal);
      } else if (isLetter(c)) {
        addLiteral(parts, literal);
        int end = at;
        while (end < pattern.length() && pattern.charAt(end) == c) {
          end++;
        }
        parts.add(ofLetters(pattern.substring(at, end)));
        at = end;
      } else if ("[]{}#".indexOf(c) >= 0) {
        throw wrong("has " + c + " outside of quotes; write '" + c + "'");
      } else {
        literal.append(c);
        at++;
      }
    }
    addLiteral(parts, literal);
    check(parts);
    return parts;
  }

  /** Appends a text in single quotes, in which two of them are one; returns where it ends. */
  private static int quoted(String pattern, int start, StringBuilder literal) {
    if (pattern.startsWith("''", start)) {
      literal.append('\'');
      return start + 2;
    }
    int at = start + 1;
    while (at < pattern.length()) {
      if (pattern.charAt(at) != '\'') {
        literal.append(pattern.charAt(at));
        at++;
      } else if (pattern.startsWith("''", at)) {
        literal.append('\'');
        at += 2;
      } else {
        return at + 1;
      }
    }
    throw wrong("has a single quote without a second one; write '' for a quote itself");
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static void addLiteral(List<TimePart> parts, StringBuilder literal) {
    if (literal.length() > 0) {
      String text = literal.toString();
      if (!JsonText.isStorable(text)) {
        throw wrong("has U+0000 or a lone surrogate; allowed: other characters");
      }
      byte[] bytes = text.getBytes(UTF_8);
      parts.add(new TimePart(Kind.LITERAL, text, bytes.length, bytes));
      literal.setLength(0);
    }
  }

  private static TimePart ofLetters(String letters) {
    Kind kind =
        switch (letters) {
          case "yyyy" -> Kind.YEAR;
          case "MM" -> Kind.MONTH;
          case "MMM" -> Kind.MONTH_NAME;
          case "dd" -> Kind.DAY;
          case "HH" -> Kind.HOUR;
          case "mm" -> Kind.MINUTE;
          case "ss" -> Kind.SECOND;
          case "X", "XX", "XXX", "x", "xx", "xxx", "Z" -> Kind.OFFSET;
          default -> {
            if (letters.charAt(0) != 'S' || letters.length() > 9) {
              throw wrong(
                  "is neither a format's name nor a pattern: it has " + letters + "; " + ALLOWED);
            }
            yield Kind.FRACTION;
          }
        };
    return new TimePart(kind, letters, letters.length(), letters.getBytes(UTF_8));
  }

  private static void check(List<TimePart> parts) {
    Set<Kind> kinds = EnumSet.noneOf(Kind.class);
    int least = 0;
    for (TimePart part : parts) {
      least += part.kind == Kind.OFFSET ? 1 : part.length;
      Kind kind = part.kind == Kind.MONTH_NAME ? Kind.MONTH : part.kind;
      if (kind != Kind.LITERAL && !kinds.add(kind)) {
        throw wrong("has " + part.text + " after a part of the same meaning; allowed: each once");
      }
    }
    if (!kinds.containsAll(REQUIRED)) {
      throw wrong("lacks a part; needed: yyyy, MM or MMM, dd, HH and mm");
    }
    if (kinds.contains(Kind.FRACTION) && !kinds.contains(Kind.SECOND)) {
      throw wrong("has a fraction but no ss; add ss");
    }
    if (least > Limits.TOKEN_BYTES) {
      throw wrong("describes more than the " + Limits.TOKEN_BYTES + " bytes that a time may have");
    }
  }

  private static InvalidMappingException wrong(String problem) {
    return new InvalidMappingException("format", problem);
  }

  /** Whether the literal text is there; the range must be long enough. */
  boolean isAt(byte[] other, int at) {
    return Arrays.equals(other, at, at + length, bytes, 0, length);
  }

  /** How many bytes the offset that begins there should have. */
  int offsetLength(byte[] other, int at, int end) {
    if (bytes[0] == 'X' && at < end && other[at] == 'Z') {
      return 1;
    }
    if (length == 3) {
      return SIGN_AND_HOURS + 3;
    }
    boolean minutes = length == 2 || bytes[0] == 'Z';
    // X and x leave out minutes that are zero.
    minutes |=
        end - at >= SIGN_AND_HOURS + 2 && EventTime.number(other, at + SIGN_AND_HOURS, 2) >= 0;
    return minutes ? SIGN_AND_HOURS + 2 : SIGN_AND_HOURS;
  }

  /**
   * The seconds of the offset that is there, of that length; the smallest integer if it is none.
   */
  int offset(byte[] other, int at, int offsetLength) {
    if (offsetLength == 1) {
      return 0;
    }
    boolean colon = offsetLength == SIGN_AND_HOURS + 3;
    int minutes =
        offsetLength == SIGN_AND_HOURS ? 0 : EventTime.number(other, at + offsetLength - 2, 2);
    return colon && other[at + SIGN_AND_HOURS] != ':'
        ? Integer.MIN_VALUE
        : EventTime.offsetSeconds(other[at], EventTime.number(other, at + 1, 2), minutes);
  }
}
