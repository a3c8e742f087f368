package dev.sluice.rules;

import java.util.Collection;

/**
 * Finds whether any of many words stands in a text, with the ASCII letters A to Z equal to a to z:
 * an automaton after Aho and Corasick (1975). Each character of the text is looked at once, and the
 * steps are at most two a character, however many words there are.
 */
final class WordAutomaton {

  private static final int ASCII = 128;

  /** How many states have their steps in a table: 256 KiB at most. */
  private static final int DENSE_STATES = 512;

  private final WordTrie trie;

  /** The state of the longest proper suffix of this one that is a state too. */
  private final int[] fallback;

  /** Whether a word ends here, be it this state's or one of its fallbacks'. */
  private final boolean[] hit;

  /** All ASCII steps of the first states, which are the shallowest and where most time is spent. */
  private final int[] dense;

  /**
   * @param words any number, none of them empty
   */
  static WordAutomaton of(Collection<String> words) {
    return new WordAutomaton(WordTrie.of(words.stream().map(WordAutomaton::foldedWord).toList()));
  }

  private WordAutomaton(WordTrie trie) {
    this.trie = trie;
    fallback = new int[trie.states()];
    hit = new boolean[trie.states()];
    dense = new int[Math.min(trie.states(), DENSE_STATES) * ASCII];
    // Breadth-first numbers: a state's fallback is shorter, so it is ready before it is needed.
    for (int state = 0; state < trie.states(); state++) {
      hit[state] = trie.isEnd(state) || hit[fallback[state]];
      fillDense(state);
      for (int child = trie.firstChild(state); child < trie.firstChild(state + 1); child++) {
        fallback[child] =
            state == WordTrie.ROOT ? WordTrie.ROOT : step(fallback[state], trie.label(child));
      }
    }
  }

  private void fillDense(int state) {
    for (char c = 0; c < ASCII && state < DENSE_STATES; c++) {
      int child = trie.child(state, c);
      boolean falls = child == WordTrie.NONE && state != WordTrie.ROOT;
      dense[state * ASCII + c] =
          falls ? dense[fallback[state] * ASCII + c] : Math.max(WordTrie.ROOT, child);
    }
  }

  int states() {
    return trie.states();
  }

  boolean foundIn(CharSequence text) {
    int state = WordTrie.ROOT;
    for (int i = 0; i < text.length(); i++) {
      state = step(state, folded(text.charAt(i)));
      if (hit[state]) {
        return true;
      }
    }
    return false;
  }

  private int step(int from, char c) {
    int state = from;
    while (c >= ASCII || state >= DENSE_STATES) {
      int child = trie.child(state, c);
      if (child != WordTrie.NONE) {
        return child;
      }
      if (state == WordTrie.ROOT) {
        return WordTrie.ROOT;
      }
      state = fallback[state];
    }
    return dense[state * ASCII + c];
  }

  private static char folded(char c) {
    return c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c;
  }

  private static String foldedWord(String word) {
    char[] chars = word.toCharArray();
    for (int i = 0; i < chars.length; i++) {
      chars[i] = folded(chars[i]);
    }
    return new String(chars);
  }
}
