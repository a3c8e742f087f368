// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.report;

import java.util.ArrayList;
import java.util.List;

/** Breaks texts into lines of a width, counted in characters. */
public final class TextWrap {

  /** Breaks at spaces, and inside a word only if that word is wider than a line; never empty. */
  public static List<String> wrap(String text, int width) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      String rest = word;
      if (line.length() > 0 && line.length() + 1 + rest.length() > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      while (rest.length() > width) {
        lines.add(rest.substring(0, width));
        rest = rest.substring(width);
      }
      line.append(line.length() == 0 ? "" : " ").append(rest);
    }
    lines.add(line.toString());
    return lines;
  }

  /** Cuts a text that is too wide, and marks the cut with an ellipsis. */
  public static String cut(String text, int width) {
    return text.length() <= width ? text : text.substring(0, width - 1) + "…";
  }

  /** The text, padded with blanks on the right. */
  public static String left(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }

  /** The text, padded with blanks on the left. */
  public static String right(String text, int width) {
    return " ".repeat(Math.max(0, width - text.length())) + text;
  }

  private TextWrap() {}
}
