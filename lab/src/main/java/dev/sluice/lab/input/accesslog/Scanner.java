// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.input.accesslog;

import java.util.Optional;

/** Reads fields that are separated by a single blank. */
final class Scanner {

  private final String line;
  private int at;

  Scanner(String line, int at) {
    this.line = line;
    this.at = at;
  }

  /** Reads the text between brackets. */
  Optional<String> bracketed() {
    int end = at < line.length() && line.charAt(at) == '[' ? line.indexOf(']', at) : -1;
    return end < 0 ? Optional.empty() : upTo(at + 1, end, end + 1);
  }

  /**
   * Reads the text between quotes. A backslash keeps the next quote from ending it; {@code \"} and
   * {@code \\} lose their backslash, every other escape stays as the server wrote it.
   */
  Optional<String> quoted() {
    if (!atQuote()) {
      return Optional.empty();
    }
    int end = at + 1;
    boolean escaped = false;
    while (end < line.length() && line.charAt(end) != '"') {
      boolean escape = line.charAt(end) == '\\' && end + 1 < line.length();
      escaped |= escape;
      end += escape ? 2 : 1;
    }
    if (end >= line.length()) {
      return Optional.empty();
    }
    Optional<String> text = upTo(at + 1, end, end + 1);
    return escaped ? text.map(Scanner::unescaped) : text;
  }

  /** Reads the text up to the next blank. */
  Optional<String> token() {
    int end = at;
    while (end < line.length() && line.charAt(end) != ' ') {
      end++;
    }
    return end == at ? Optional.empty() : upTo(at, end, end);
  }

  boolean atQuote() {
    return at < line.length() && line.charAt(at) == '"';
  }

  boolean atEnd() {
    return at >= line.length();
  }

  /** Whether what is left is more fields, quoted or not, or blanks, or nothing. */
  boolean restIsTokens() {
    while (at < line.length()) {
      if (line.charAt(at) == ' ') {
        at++;
      } else if ((atQuote() ? quoted() : token()).isEmpty()) {
        return false;
      }
    }
    return true;
  }

  /** Takes a field and the blank after it; empty if something else follows the field. */
  private Optional<String> upTo(int begin, int end, int next) {
    if (next < line.length() && line.charAt(next) != ' ') {
      return Optional.empty();
    }
    at = Math.min(next + 1, line.length());
    return Optional.of(line.substring(begin, end));
  }

  private static String unescaped(String text) {
    StringBuilder plain = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean escape = c == '\\' && i + 1 < text.length();
      if (escape && (text.charAt(i + 1) == '"' || text.charAt(i + 1) == '\\')) {
        i++;
      }
      plain.append(text.charAt(i));
    }
    return plain.toString();
  }
}
