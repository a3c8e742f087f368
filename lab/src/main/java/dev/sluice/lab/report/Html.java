// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.report;

/** Escapes texts for use in a page, between tags or inside a quoted attribute. */
public final class Html {

  /** The text as HTML; U+FFFD replaces control characters and changes of the reading order. */
  public static String text(String text) {
    StringBuilder safe = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '&' -> safe.append("&amp;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                case '\n' -> safe.append('\n');
                default -> safe.appendCodePoint(isHidden(c) ? 0xFFFD : c);
              }
            });
    return safe.toString();
  }

  private static boolean isHidden(int c) {
    int type = Character.getType(c);
    return Character.isISOControl(c) || type == Character.FORMAT || type == Character.SURROGATE;
  }

  private Html() {}
}
