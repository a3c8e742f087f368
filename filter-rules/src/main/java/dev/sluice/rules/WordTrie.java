package dev.sluice.rules;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * The prefixes of a set of words, as states in flat arrays: seven bytes a state, whatever the
 * alphabet. States are numbered breadth-first, so that the children of one lie side by side, sorted
 * by the character that leads to them.
 *
 * <p>It answers "is one of the words here", not which: where a word begins with another of the set,
 * it adds nothing and is left out, so that an end has no children.
 */
final class WordTrie {

  static final int ROOT = 0;
  static final int NONE = -1;

  private final int[] firstChild;
  private final char[] label;
  private final boolean[] end;

  /**
   * @param words any number, none of them empty
   */
  static WordTrie of(Collection<String> words) {
    return new WordTrie(withoutExtensions(words));
  }

  private static List<String> withoutExtensions(Collection<String> words) {
    String[] sorted = words.toArray(String[]::new);
    Arrays.sort(sorted);
    List<String> kept = new ArrayList<>();
    String last = null;
    for (String word : sorted) {
      // All extensions of a word directly follow it in this order.
      if (last == null || !word.startsWith(last)) {
        kept.add(word);
        last = word;
      }
    }
    return kept;
  }

  /**
   * @param words sorted, none a prefix of another
   */
  private WordTrie(List<String> words) {
    int states = countStates(words);
    firstChild = new int[states + 1];
    label = new char[states];
    end = new boolean[states];
    // A state stands for the words from..to-1, which share their first `depth` characters.
    int[] from = new int[states];
    int[] to = new int[states];
    int[] depth = new int[states];
    to[ROOT] = words.size();
    int next = ROOT + 1;
    for (int state = 0; state < states; state++) {
      firstChild[state] = next;
      int at = depth[state];
      int word = from[state];
      end[state] = word < to[state] && words.get(word).length() == at;
      while (!end[state] && word < to[state]) {
        char c = words.get(word).charAt(at);
        label[next] = c;
        from[next] = word;
        while (word < to[state] && words.get(word).charAt(at) == c) {
          word++;
        }
        to[next] = word;
        depth[next] = at + 1;
        next++;
      }
    }
    firstChild[states] = next;
  }

  private static int countStates(List<String> words) {
    int states = 1;
    String previous = "";
    for (String word : words) {
      int shared = 0;
      while (shared < Math.min(previous.length(), word.length())
          && previous.charAt(shared) == word.charAt(shared)) {
        shared++;
      }
      states = Math.addExact(states, word.length() - shared);
      previous = word;
    }
    return states;
  }

  int states() {
    return label.length;
  }

  /** Whether a word of the set ends in this state. */
  boolean isEnd(int state) {
    return end[state];
  }

  /** The state that the character leads to, or {@link #NONE}. */
  int child(int state, char c) {
    int child = Arrays.binarySearch(label, firstChild[state], firstChild[state + 1], c);
    return child < 0 ? NONE : child;
  }

  /** The first child; the children of a state are those up to the next state's first. */
  int firstChild(int state) {
    return firstChild[state];
  }

  /** The character that leads to the state; it may not be the root. */
  char label(int state) {
    return label[state];
  }

  /** Whether the text begins with one of the words; looks no further than the longest of them. */
  boolean beginsIn(CharSequence text) {
    int state = ROOT;
    for (int i = 0; i < text.length() && !end[state]; i++) {
      state = child(state, text.charAt(i));
      if (state == NONE) {
        return false;
      }
    }
    return end[state];
  }

  /** Whether the text ends with one of the words, given that they were put in {@link #reversed}. */
  boolean endsIn(CharSequence text) {
    int state = ROOT;
    for (int i = text.length() - 1; i >= 0 && !end[state]; i--) {
      state = child(state, text.charAt(i));
      if (state == NONE) {
        return false;
      }
    }
    return end[state];
  }

  /** The characters backwards, one by one, the halves of surrogate pairs among them. */
  static String reversed(String word) {
    char[] chars = new char[word.length()];
    for (int i = 0; i < chars.length; i++) {
      chars[i] = word.charAt(chars.length - 1 - i);
    }
    return new String(chars);
  }
}
