package dev.sluice.lab.input;

import java.util.HexFormat;

/** Writes JSON strings the way one producer or another does. */
public enum JsonText {
  /** Escapes what must be escaped. */
  PLAIN,
  /** Escapes the slash too, as PHP does. */
  SLASHES,
  /** Escapes all that is not ASCII, as Python does. */
  ASCII;

  /** Appends the text as a JSON string, quotes included. */
  public StringBuilder append(StringBuilder out, String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\' || (c == '/' && this == SLASHES)) {
        out.append('\\').append(c);
      } else if (c < 0x20 || (c >= 0x7f && this == ASCII)) {
        appendEscape(out, c);
      } else {
        out.append(c);
      }
    }
    return out.append('"');
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
