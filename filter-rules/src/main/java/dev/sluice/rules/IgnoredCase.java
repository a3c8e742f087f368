// SPDX-License-Identifier: Apache-2.0
package dev.sluice.rules;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalInt;

/**
 * Finds characters beyond ASCII in an expression, in places where it ignores case. There RE2/J 1.8
 * takes the other case from the JDK: the result depends on the JDK's Unicode version, and for some
 * characters (U+1C80 to U+1C88) the search for it never ends. So such an expression is not
 * compiled.
 *
 * <p>Runs before the expression is known to be well-formed, so it accepts any text.
 */
final class IgnoredCase {

  private static final int MAX_ASCII = 0x7F;

  private final String regex;
  private int at;
  private boolean ignoring;
  private final Deque<Boolean> outer = new ArrayDeque<>();

  private IgnoredCase(String regex) {
    this.regex = regex;
  }

  /** The first character beyond ASCII in a place where case is ignored, or empty. */
  static OptionalInt beyondAscii(String regex) {
    return new IgnoredCase(regex).find();
  }

  private OptionalInt find() {
    while (at < regex.length()) {
      int named = next();
      if (ignoring && named > MAX_ASCII) {
        return OptionalInt.of(named);
      }
    }
    return OptionalInt.empty();
  }

  /** Reads the next piece; returns the largest character that it names, or 0 if it names none. */
  private int next() {
    char c = regex.charAt(at);
    if (c == '[') {
      return largestOf(RegexCompiler.afterClass(regex, at));
    }
    if (c == '(') {
      openGroup();
      return 0;
    }
    if (c == ')') {
      ignoring = !outer.isEmpty() && outer.pop();
    }
    return regex.startsWith("\\Q", at) ? largestOf(RegexCompiler.afterEscape(regex, at)) : letter();
  }

  private int largestOf(int end) {
    int largest = 0;
    while (at < Math.min(end, regex.length())) {
      largest = Math.max(largest, letter());
    }
    return largest;
  }

  /**
   * Reads {@code (} or flags: {@code (?i:} for the group that it opens, {@code (?i)} for what
   * follows.
   */
  private void openGroup() {
    boolean before = ignoring;
    int i = at + 1;
    boolean flags = regex.startsWith("?", i);
    boolean on = true;
    while (flags && ++i < regex.length() && "imsU-".indexOf(regex.charAt(i)) >= 0) {
      on &= regex.charAt(i) != '-';
      ignoring = regex.charAt(i) == 'i' ? on : ignoring;
    }
    if (flags && regex.startsWith(")", i)) {
      at = i + 1;
    } else {
      outer.push(before);
      at++;
    }
  }

  /** Reads a character, literal or escaped as in RE2: {@code \x{1C80}}, {@code \xE9}. */
  private int letter() {
    int start = at;
    if (regex.charAt(start) != '\\' || start + 1 == regex.length()) {
      at += Character.charCount(regex.codePointAt(start));
      return regex.codePointAt(start);
    }
    at = start + 1 + Character.charCount(regex.codePointAt(start + 1));
    if (regex.charAt(start + 1) == 'x') {
      boolean braces = regex.startsWith("{", start + 2);
      int from = braces ? start + 3 : start + 2;
      int end = braces ? regex.indexOf('}', from) : Math.min(from + 2, regex.length());
      return number(from, end, 16);
    }
    boolean octal = regex.charAt(start + 1) >= '0' && regex.charAt(start + 1) <= '7';
    return octal
        ? number(start + 1, Math.min(start + 4, regex.length()), 8)
        : regex.codePointAt(start + 1);
  }

  /** The value of the digits, or 0 if they are not digits, which RE2/J then refuses. */
  private int number(int start, int end, int radix) {
    int number = 0;
    for (int i = start; i < end && number <= Character.MAX_CODE_POINT; i++) {
      int digit = Character.digit(regex.charAt(i), radix);
      if (digit < 0) {
        return radix == 8 ? number : 0;
      }
      number = number * radix + digit;
    }
    return number;
  }
}
