// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.input;

import java.util.HexFormat;

/** Writes JSON strings in the ways that different producers do. */
public enum JsonEscaping {
  /** Escapes what must be escaped. */
  PLAIN,
  /** Escapes the slash too, as PHP does. */
  SLASHES,
  /** Escapes all that is not ASCII, as Python does. */
  ASCII;

  /** Appends the text as a JSON string, quotes included. */
  public StringBuilder append(StringBuilder out, String text) {
    out.append('"');
    int copied = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isWritten(c)) {
        continue;
      }
      out.append(text, copied, i);
      copied = i + 1;
      if (c >= 0x20 && c < 0x7f) {
        out.append('\\').append(c);
      } else {
        appendEscape(out, c);
      }
    }
    return out.append(text, copied, text.length()).append('"');
  }

  /** Whether the character is written unescaped. */
  private boolean isWritten(char c) {
    if (c == '"' || c == '\\' || c < 0x20) {
      return false;
    }
    return c < 0x7f ? c != '/' || this != SLASHES : this != ASCII;
  }

  /** The text as a JSON string, quotes included. */
  public String quoted(String text) {
    return append(new StringBuilder(text.length() + 16), text).toString();
  }

  private static void appendEscape(StringBuilder out, char c) {
    switch (c) {
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      default -> out.append("\\u").append(HexFormat.of().toHexDigits(c));
    }
  }
}
