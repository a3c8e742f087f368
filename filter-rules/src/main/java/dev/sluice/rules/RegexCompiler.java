// SPDX-License-Identifier: Apache-2.0
package dev.sluice.rules;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.OptionalInt;

/**
 * Compiles RE2 expressions, and refuses those that would be too large, or would mean something else
 * on another JDK. A search costs the text's length times the program's size. RE2/J bounds a single
 * repeat count, but not nested ones.
 */
final class RegexCompiler {

  static final int LENGTH = 1_000;
  static final int REPEATS = 1_000;
  static final int PROGRAM_SIZE = 10_000;

  /**
   * @throws IllegalArgumentException with what is wrong and what is allowed
   */
  static Pattern compile(String regex) {
    if (regex.isEmpty()) {
      throw new IllegalArgumentException("is empty, and so would match every text");
    }
    if (regex.length() > LENGTH) {
      throw new IllegalArgumentException(
          "has " + regex.length() + " characters; at most " + LENGTH + " are allowed");
    }
    if (nestedRepeats(regex) > REPEATS) {
      throw new IllegalArgumentException(
          "repeats something more than "
              + REPEATS
              + " times, counts within counts multiplied; write smaller counts, * or +");
    }
    OptionalInt named = IgnoredCase.beyondAscii(regex);
    if (named.isPresent()) {
      throw new IllegalArgumentException(
          "ignores case and names "
              + Quoted.text(Character.toString(named.getAsInt()))
              + " (U+"
              + codePoint(named.getAsInt())
              + "), which is not ASCII and whose other case depends on the Unicode version; write"
              + " both cases, as in [éÉ], where case is not ignored");
    }
    Pattern pattern = syntaxChecked(regex);
    if (pattern.programSize() > PROGRAM_SIZE) {
      throw new IllegalArgumentException(
          "compiles to "
              + pattern.programSize()
              + " steps; at most "
              + PROGRAM_SIZE
              + " are allowed");
    }
    return pattern;
  }

  /** The code point as Unicode writes it: four digits or more. */
  private static String codePoint(int codePoint) {
    int digits = (Integer.SIZE - Integer.numberOfLeadingZeros(codePoint) + 3) / 4;
    return HexFormat.of().withUpperCase().toHexDigits(codePoint, Math.max(4, digits));
  }

  private static Pattern syntaxChecked(String regex) {
    try {
      return Pattern.compile(regex);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "is not an RE2 expression: "
              + e.getDescription()
              + " at "
              + Quoted.text(e.getPattern())
              + " (RE2 has no look-around and no back-references)",
          e);
    }
  }

  /**
   * The largest product of repeat counts that apply to one place. Runs before the expression is
   * known to be well-formed, so it accepts any text.
   */
  private static long nestedRepeats(String regex) {
    Deque<Long> outer = new ArrayDeque<>();
    long most = 1; // within the group that is open
    long last = 1; // of what a count would apply to
    int i = 0;
    while (i < regex.length() && most <= REPEATS) {
      char c = regex.charAt(i);
      int next = i + 1;
      if (c == '(') {
        outer.push(most);
        most = 1;
        last = 1;
      } else if (c == ')') {
        last = most;
        most = Math.max(most, outer.isEmpty() ? 1 : outer.pop());
      } else if (c == '{' && count(regex, i) > 0) {
        last *= count(regex, i);
        most = Math.max(most, last);
        next = regex.indexOf('}', i) + 1;
      } else if (c != '?' && c != '*' && c != '+') {
        last = 1;
        next = c == '\\' ? afterEscape(regex, i) : c == '[' ? afterClass(regex, i) : next;
      }
      i = next;
    }
    return most;
  }

  /** The larger number of {@code {n}}, {@code {n,}} or {@code {n,m}} at {@code start}, or 0. */
  private static long count(String regex, int start) {
    long count = 0;
    long number = 0;
    for (int i = start + 1; i < regex.length(); i++) {
      char c = regex.charAt(i);
      if (c >= '0' && c <= '9') {
        number = Math.min(REPEATS + 1L, number * 10 + (c - '0'));
      } else if (i > start + 1 && (c == ',' || c == '}')) {
        count = Math.max(count, number);
        number = 0;
        if (c == '}') {
          return count;
        }
      } else {
        return 0;
      }
    }
    return 0;
  }

  static int afterEscape(String regex, int start) {
    if (!regex.startsWith("\\Q", start)) {
      return start + 2;
    }
    int end = regex.indexOf("\\E", start);
    return end < 0 ? regex.length() : end + 2;
  }

  static int afterClass(String regex, int start) {
    int i = regex.startsWith("[^", start) ? start + 2 : start + 1;
    int first = i;
    while (i < regex.length() && (regex.charAt(i) != ']' || i == first)) {
      boolean named = regex.startsWith("[:", i) && regex.indexOf(":]", i) >= 0;
      i = named ? regex.indexOf(":]", i) + 2 : regex.charAt(i) == '\\' ? i + 2 : i + 1;
    }
    return i + 1;
  }

  private RegexCompiler() {}
}
