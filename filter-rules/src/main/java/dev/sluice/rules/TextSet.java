package dev.sluice.rules;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Collection;

/** Finds whether a text is one of many: a hash set that is asked for a range of bytes. */
final class TextSet {

  /** A power of two of places, at most half of them taken; the rest is null. */
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

  /** Looks at no text that is longer than the longest of the set. */
  boolean contains(byte[] text, int start, int end) {
    return end - start <= longest && texts[place(text, start, end)] != null;
  }

  /** Where the text is, or else the free place where it belongs. */
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
