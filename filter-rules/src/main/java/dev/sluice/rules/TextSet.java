// SPDX-License-Identifier: Apache-2.0
package dev.sluice.rules;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Collection;

/** A hash set of texts, looked up by a range of bytes. */
final class TextSet {

  /** The slots: a power of two, at most half of them taken; the others are null. */
  private final byte[][] texts;

  private final int longest;

  TextSet(Collection<String> values) {
    texts = new byte[Integer.highestOneBit(Math.max(values.size(), 1)) * 4][];
    int most = 0;
    for (String value : values) {
      byte[] text = value.getBytes(UTF_8);
      texts[place(text, 0, text.length)] = text;
      most = Math.max(most, text.length);
    }
    longest = most;
  }

  /** Whether the set contains the text; does not read a text longer than the longest of the set. */
  boolean contains(byte[] text, int start, int end) {
    return end - start <= longest && texts[place(text, start, end)] != null;
  }

  /** The slot of the text, or else the free slot where it belongs. */
  private int place(byte[] text, int start, int end) {
    int last = texts.length - 1;
    int place = hash(text, start, end) & last;
    while (texts[place] != null
        && !Arrays.equals(texts[place], 0, texts[place].length, text, start, end)) {
      place = (place + 1) & last;
    }
    return place;
  }

  private static int hash(byte[] text, int start, int end) {
    int hash = 0;
    for (int i = start; i < end; i++) {
      hash = 31 * hash + text[i];
    }
    return hash ^ hash >>> 16;
  }
}
