// SPDX-License-Identifier: Apache-2.0
package dev.sluice.rules;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Collection;
import java.util.List;

/**
 * Finds whether any of many words occurs in a text, ignoring the case of ASCII letters: an
 * automaton after Aho and Corasick (1975) over the bytes of UTF-8, in which no word can begin in
 * the middle of a character. Each byte of the text is read once, or twice around its middle, with
 * at most two steps per byte in total, however many words there are.
 */
final class WordAutomaton {

  private static final int BYTES = 256;

  /** The maximum number of steps in the table: 512 KiB, enough for the default rules. */
  private static final int TABLE = 1 << 17;

  /** The place where a search begins. */
  static final int START = 0;

  /** The place where a word has been found. */
  static final int FOUND = -1;

  private final WordTrie trie;

  /** The state of the longest proper suffix of this one that is a state too. */
  private final int[] fallback;

  /** Whether a word ends here, either this state's or one of its fallbacks'. */
  private final boolean[] hit;

  /** The column of each byte in the table: one for each byte of the words, 0 for all others. */
  private final byte[] columns = new byte[BYTES];

  private final int width;

  /**
   * All steps of the first states, which are the shallowest and where most time is spent: a row for
   * each state. A step is the place where the next state's row begins. States without a row are
   * numbered after the table, one place each.
   */
  private final int[] table;

  private final int rows;

  /** The length of the longest word, in bytes. */
  private final int longest;

  /**
   * @param words any number, none of them empty
   */
  static WordAutomaton of(Collection<String> words) {
    List<byte[]> folded = words.stream().map(WordAutomaton::folded).toList();
    int longest = folded.stream().mapToInt(word -> word.length).max().orElse(0);
    return new WordAutomaton(WordTrie.ofBytes(folded), longest);
  }

  private WordAutomaton(WordTrie trie, int longest) {
    this.trie = trie;
    this.longest = longest;
    fallback = new int[trie.states()];
    hit = new boolean[trie.states()];
    // Breadth-first numbers: a state's fallback is shorter, so it is ready before it is needed.
    for (int state = 0; state < trie.states(); state++) {
      hit[state] = trie.isEnd(state) || hit[fallback[state]];
      for (int child = trie.firstChild(state); child < trie.firstChild(state + 1); child++) {
        fallback[child] =
            state == WordTrie.ROOT ? WordTrie.ROOT : next(fallback[state], trie.label(child));
      }
    }
    width = 1 + numberColumns();
    rows = Math.min(trie.states(), TABLE / width);
    table = new int[rows * width];
    for (int state = 0; state < rows; state++) {
      fillRow(state);
    }
  }

  private int numberColumns() {
    int last = 0;
    for (int state = WordTrie.ROOT + 1; state < trie.states(); state++) {
      int letter = trie.label(state) & 0xFF;
      if (columns[letter] == 0) {
        columns[letter] = (byte) ++last;
      }
    }
    for (char c = 'A'; c <= 'Z'; c++) {
      columns[c] = columns[folded((byte) c)];
    }
    return last;
  }

  /** Fills a row: the fallback's steps, except for those that lead to a child. */
  private void fillRow(int state) {
    if (state != WordTrie.ROOT) {
      System.arraycopy(table, fallback[state] * width, table, state * width, width);
    }
    for (int child = trie.firstChild(state); child < trie.firstChild(state + 1); child++) {
      table[state * width + column(trie.label(child))] = place(child);
    }
  }

  private int place(int state) {
    if (hit[state]) {
      return FOUND;
    }
    return state < rows ? state * width : table.length + (state - rows);
  }

  int states() {
    return trie.states();
  }

  boolean foundIn(byte[] text, int start, int end) {
    if (rows == trie.states() && end - start >= longest) {
      return foundInHalves(text, start, end);
    }
    return foundInWhole(text, start, end);
  }

  /**
   * Searches two halves at once, since each step waits only for the one before it. They overlap, so
   * a word across the middle is within the second.
   */
  private boolean foundInHalves(byte[] text, int start, int end) {
    int[] steps = table;
    byte[] column = columns;
    int half = (end - start + longest) / 2;
    int first = START;
    int second = START;
    for (int i = start, j = end - half; j < end; i++, j++) {
      first = steps[first + (column[text[i] & 0xFF] & 0xFF)];
      second = steps[second + (column[text[j] & 0xFF] & 0xFF)];
      if ((first | second) < 0) {
        return true;
      }
    }
    return false;
  }

  private boolean foundInWhole(byte[] text, int start, int end) {
    int[] steps = table; // local, so that the loop need not look it up each time
    byte[] column = columns;
    int place = START;
    for (int i = start; i < end; i++) {
      place =
          place < steps.length
              ? steps[place + (column[text[i] & 0xFF] & 0xFF)]
              : stepWithoutRow(place, text[i]);
      if (place == FOUND) {
        return true;
      }
    }
    return false;
  }

  /** The place that the letter leads to; must not be called with {@link #FOUND}. */
  int step(int place, byte letter) {
    return place < table.length ? table[place + column(letter)] : stepWithoutRow(place, letter);
  }

  private int stepWithoutRow(int from, byte letter) {
    int state = rows + (from - table.length);
    do {
      int child = trie.child(state, folded(letter));
      if (child != WordTrie.NONE) {
        return place(child);
      }
      state = fallback[state];
    } while (state >= rows);
    return table[state * width + column(letter)];
  }

  private int column(byte letter) {
    return columns[letter & 0xFF] & 0xFF;
  }

  private int next(int from, byte letter) {
    int state = from;
    while (true) {
      int child = trie.child(state, letter);
      if (child != WordTrie.NONE) {
        return child;
      }
      if (state == WordTrie.ROOT) {
        return WordTrie.ROOT;
      }
      state = fallback[state];
    }
  }

  private static byte folded(byte b) {
    return b >= 'A' && b <= 'Z' ? (byte) (b + ('a' - 'A')) : b;
  }

  private static byte[] folded(String word) {
    byte[] bytes = word.getBytes(UTF_8);
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = folded(bytes[i]);
    }
    return bytes;
  }
}
