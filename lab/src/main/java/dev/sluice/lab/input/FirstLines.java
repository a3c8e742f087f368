// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.input;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Keeps the first lines of an input, to show what it looks like if it is not usable. */
public final class FirstLines {

  private static final int LINES = 3;

  /** How much of a line is examined; the next constant is how much is shown. */
  private static final int KEPT_BYTES = 16_384;

  private static final int SHOWN_CHARACTERS = 1_000;

  private final List<byte[]> lines = new ArrayList<>(LINES);

  /** Keeps a line, if it is one of the first that are not empty. */
  public void add(byte[] line) {
    if (lines.size() < LINES && line.length > 0) {
      lines.add(line.length <= KEPT_BYTES ? line : Arrays.copyOf(line, characterStart(line)));
    }
  }

  /** The lines as text, escaped and shortened. */
  public List<String> shown() {
    return lines.stream().map(line -> shown(line, SHOWN_CHARACTERS)).toList();
  }

  /** The lines as they are, except that a very long one is cut. */
  public List<byte[]> lines() {
    return List.copyOf(lines);
  }

  /**
   * A line as text of one line: control and format characters and ill-formed bytes are escaped, as
   * in {@code \x1b}, so that no data can control a terminal.
   *
   * @param most the maximum number of characters; a shortened text ends in an ellipsis
   */
  public static String shown(byte[] line, int most) {
    StringBuilder text = new StringBuilder();
    Optional<String> decoded = Utf8.decode(line);
    if (decoded.isPresent()) {
      decoded.get().codePoints().forEach(c -> append(text, c));
    } else {
      for (byte b : line) {
        if (b >= ' ' && b < 0x7f) {
          text.append((char) b);
        } else {
          text.append("\\x").append(HexFormat.of().toHexDigits(b));
        }
      }
    }
    if (text.length() <= most) {
      return text.toString();
    }
    int end = most - 1;
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FirstLines that
        && Arrays.deepEquals(lines.toArray(), that.lines.toArray());
  }

  @Override
  public int hashCode() {
    return Arrays.deepHashCode(lines.toArray());
  }

  private static void append(StringBuilder text, int c) {
    int type = Character.getType(c);
    if (c == '\t') {
      text.append("\\t");
    } else if (Character.isISOControl(c)) {
      text.append("\\x").append(HexFormat.of().toHexDigits((byte) c));
    } else if (type == Character.FORMAT
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR) {
      text.append(String.format(Locale.ROOT, "\\u%04x", c));
    } else {
      text.appendCodePoint(c);
    }
  }

  /** Where to cut so that no UTF-8 character is split. */
  private static int characterStart(byte[] line) {
    int end = KEPT_BYTES;
    while (end > KEPT_BYTES - 4 && (line[end] & 0xc0) == 0x80) {
      end--;
    }
    return end;
  }
}
