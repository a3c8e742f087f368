// SPDX-License-Identifier: Apache-2.0
package dev.sluice.rules;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * The prefixes of a set of words in UTF-8, as states in flat arrays: six bytes per state, for any
 * alphabet. States are numbered breadth-first, so that the children of one are adjacent, sorted by
 * the byte that leads to them.
 *
 * <p>It answers whether one of the words is present, not which. A word that begins with another
 * word of the set adds nothing and is left out, so an end has no children.
 */
final class WordTrie {

  static final int ROOT = 0;
  static final int NONE = -1;

  private final int[] firstChild;
  private final byte[] label;
  private final boolean[] isEnd;

  /**
   * @param words any number, none of them empty
   */
  static WordTrie of(Collection<String> words) {
    return ofBytes(words.stream().map(word -> word.getBytes(UTF_8)).toList());
  }

  /** Like {@link #of}, with each word reversed, for {@link #endsIn}. */
  static WordTrie ofReversed(Collection<String> words) {
    return ofBytes(words.stream().map(word -> reversed(word.getBytes(UTF_8))).toList());
  }

  static WordTrie ofBytes(Collection<byte[]> words) {
    return new WordTrie(withoutExtensions(words));
  }

  private static byte[] reversed(byte[] word) {
    byte[] reversed = new byte[word.length];
    for (int i = 0; i < word.length; i++) {
      reversed[i] = word[word.length - 1 - i];
    }
    return reversed;
  }

  private static List<byte[]> withoutExtensions(Collection<byte[]> words) {
    byte[][] sorted = words.toArray(byte[][]::new);
    Arrays.sort(sorted, Arrays::compare);
    List<byte[]> kept = new ArrayList<>();
    byte[] last = null;
    for (byte[] word : sorted) {
      // All extensions of a word directly follow it in this order.
      if (last == null || shared(word, last) < last.length) {
        kept.add(word);
        last = word;
      }
    }
    return kept;
  }

  /** The length of the common prefix, in bytes. */
  private static int shared(byte[] a, byte[] b) {
    int mismatch = Arrays.mismatch(a, b);
    return mismatch < 0 ? a.length : mismatch;
  }

  /**
   * @param words sorted, none a prefix of another
   */
  private WordTrie(List<byte[]> words) {
    int states = countStates(words);
    firstChild = new int[states + 1];
    label = new byte[states];
    isEnd = new boolean[states];
    // A state represents the words from..to-1, which share their first `depth` bytes.
    int[] from = new int[states];
    int[] to = new int[states];
    int[] depth = new int[states];
    to[ROOT] = words.size();
    int next = ROOT + 1;
    for (int state = 0; state < states; state++) {
      firstChild[state] = next;
      int at = depth[state];
      int word = from[state];
      isEnd[state] = word < to[state] && words.get(word).length == at;
      while (!isEnd[state] && word < to[state]) {
        byte c = words.get(word)[at];
        label[next] = c;
        from[next] = word;
        while (word < to[state] && words.get(word)[at] == c) {
          word++;
        }
        to[next] = word;
        depth[next] = at + 1;
        next++;
      }
    }
    firstChild[states] = next;
  }

  private static int countStates(List<byte[]> words) {
    int states = 1;
    byte[] previous = {};
    for (byte[] word : words) {
      states = Math.addExact(states, word.length - shared(word, previous));
      previous = word;
    }
    return states;
  }

  int states() {
    return label.length;
  }

  /** Whether a word of the set ends in this state. */
  boolean isEnd(int state) {
    return isEnd[state];
  }

  /** The state that the byte leads to, or {@link #NONE}. */
  int child(int state, byte c) {
    int child = Arrays.binarySearch(label, firstChild[state], firstChild[state + 1], c);
    return child < 0 ? NONE : child;
  }

  /** The first child; the children of a state are those up to the next state's first. */
  int firstChild(int state) {
    return firstChild[state];
  }

  /** The byte that leads to the state; it may not be the root. */
  byte label(int state) {
    return label[state];
  }

  /** Whether the text begins with one of the words; reads no further than the longest of them. */
  boolean beginsIn(byte[] text, int start, int end) {
    int state = ROOT;
    for (int i = start; i < end && !isEnd[state]; i++) {
      state = child(state, text[i]);
      if (state == NONE) {
        return false;
      }
    }
    return isEnd[state];
  }

  /** Whether the text ends with one of the words, given that the trie is of reversed ones. */
  boolean endsIn(byte[] text, int start, int end) {
    int state = ROOT;
    for (int i = end - 1; i >= start && !isEnd[state]; i--) {
      state = child(state, text[i]);
      if (state == NONE) {
        return false;
      }
    }
    return isEnd[state];
  }
}
