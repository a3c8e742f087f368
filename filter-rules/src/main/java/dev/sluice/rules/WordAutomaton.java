package dev.sluice.rules;

import java.util.Collection;

/**
 * Finds whether any of many words stands in a text, with the ASCII letters A to Z equal to a to z:
 * an automaton after Aho and Corasick (1975). Each character of the text is looked at once, and the
 * steps are at most two a character, however many words there are.
 */
final class WordAutomaton {

  private static final int ASCII = 128;

  private final WordTrie trie;

  /** The state of the longest proper suffix of this one that is a state too. */
  private final int[] fallback;

  /** Whether a word ends here, be it this state's or one of its fallbacks'. */
  private final boolean[] hit;

  /** The root's steps, where most of a text is spent, without a search. */
  private final int[] fromRoot = new int[ASCII];

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
    for (char c = 0; c < ASCII; c++) {
      fromRoot[c] = Math.max(WordTrie.ROOT, trie.child(WordTrie.ROOT, c));
    }
    // Breadth-first numbers: a state's fallback is shorter, so it is ready before it is needed.
    for (int state = 0; state < trie.states(); state++) {
      hit[state] = trie.isEnd(state) || hit[fallback[state]];
      for (int child = trie.firstChild(state); child < trie.firstChild(state + 1); child++) {
        fallback[child] =
            state == WordTrie.ROOT ? WordTrie.ROOT : step(fallback[state], trie.label(child));
      }
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
    while (state != WordTrie.ROOT) {
      int child = trie.child(state, c);
      if (child != WordTrie.NONE) {
        return child;
      }
      state = fallback[state];
    }
    return c < ASCII ? fromRoot[c] : Math.max(WordTrie.ROOT, trie.child(WordTrie.ROOT, c));
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
