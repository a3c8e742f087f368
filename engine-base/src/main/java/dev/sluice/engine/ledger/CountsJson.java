// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.ledger;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads and writes the JSON of {@link Counts}: one flat object of whole numbers, as Postgres prints
 * it.
 */
final class CountsJson {

  private final String text;
  private int at;

  CountsJson(String text) {
    this.text = text;
  }

  static String write(Map<String, Long> counts) {
    StringBuilder out = new StringBuilder("{");
    counts.forEach(
        (key, count) -> {
          if (out.length() > 1) {
            out.append(", ");
          }
          writeString(key, out);
          out.append(": ").append(count);
        });
    return out.append('}').toString();
  }

  private static void writeString(String value, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ') {
        out.append(String.format("\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }

  SortedMap<String, Long> read() {
    SortedMap<String, Long> counts = new TreeMap<>();
    expect('{');
    if (next() != '}') {
      do {
        String key = readString();
        expect(':');
        long count = readCount();
        if (counts.put(key, count) != null) {
          throw wrong("the key " + key + " occurs twice");
        }
        if (count == 0) {
          counts.remove(key);
        }
      } while (accept(','));
    }
    expect('}');
    if (next() != 0) {
      throw wrong("something follows the object");
    }
    return counts;
  }

  private String readString() {
    expect('"');
    StringBuilder out = new StringBuilder();
    while (at < text.length() && text.charAt(at) != '"') {
      char c = text.charAt(at++);
      out.append(c == '\\' ? readEscape() : c);
    }
    if (at >= text.length()) {
      throw wrong("a key does not end");
    }
    at++;
    return out.toString();
  }

  private char readEscape() {
    char c = at < text.length() ? text.charAt(at++) : 0;
    int plain = "\"\\/bfnrt".indexOf(c);
    if (c != 0 && plain >= 0) {
      return "\"\\/\b\f\n\r\t".charAt(plain);
    }
    if (c == 'u' && at + 4 <= text.length()) {
      at += 4;
      return (char) Integer.parseInt(text.substring(at - 4, at), 16);
    }
    throw wrong("an escape is unknown");
  }

  private long readCount() {
    next();
    int from = at;
    while (at < text.length() && Character.digit(text.charAt(at), 10) >= 0) {
      at++;
    }
    if (from == at) {
      throw wrong("a count is not a whole number of zero or more");
    }
    return Long.parseLong(text.substring(from, at));
  }

  private void expect(char c) {
    if (!accept(c)) {
      throw wrong("'" + c + "' is missing");
    }
  }

  private boolean accept(char c) {
    if (next() != c) {
      return false;
    }
    at++;
    return true;
  }

  /** The next character that is not white space, or zero at the end. */
  private char next() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    return at < text.length() ? text.charAt(at) : 0;
  }

  private IllegalArgumentException wrong(String problem) {
    return new IllegalArgumentException(
        "counts must be one object of whole numbers; " + problem + " at " + at + " of " + text);
  }
}
