// SPDX-License-Identifier: Apache-2.0
package dev.sluice.rules;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WordsTest {

  private static boolean found(WordAutomaton words, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    return words.foundIn(bytes, 0, bytes.length);
  }

  private static boolean begins(WordTrie words, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    return words.beginsIn(bytes, 0, bytes.length);
  }

  private static boolean ends(WordTrie words, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    return words.endsIn(bytes, 0, bytes.length);
  }

  // Few letters, so that words overlap, contain and extend each other; é is beyond ASCII.
  private static String random(Random random, int shortest, int longest) {
    int length = shortest + random.nextInt(longest - shortest + 1);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append("abABé".charAt(random.nextInt(5)));
    }
    return text.toString();
  }

  private static List<String> randomWords(Random random) {
    List<String> words = new ArrayList<>();
    int count = 1 + random.nextInt(8);
    for (int i = 0; i < count; i++) {
      words.add(random(random, 1, 7));
    }
    return words;
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT); // é is the same in both, and É does not occur
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void theAutomatonAgreesWithASearchPerWord(long seed) {
    Random random = new Random(seed);
    int found = 0;
    for (int round = 0; round < 3_000; round++) {
      List<String> words = randomWords(random);
      String text = random(random, 0, 20);
      boolean expected = words.stream().anyMatch(word -> lower(text).contains(lower(word)));
      found += expected ? 1 : 0;
      assertEquals(
          expected,
          found(WordAutomaton.of(words), text),
          () -> "seed " + seed + ": " + words + " in " + text);
    }
    assertTrue(found > 300 && found < 2_700, "seed " + seed + " finds " + found);
  }

  @Test
  void aWordIsFoundWhereverItStands() {
    for (int length = 1; length <= 9; length++) {
      String word = "bcdefghij".substring(0, length);
      WordAutomaton automaton =
          WordAutomaton.of(List.of(word, "xyz".substring(0, (length + 2) / 3)));
      for (int before = 0; before <= 24; before++) {
        for (int behind = 0; behind <= 24; behind++) {
          String text = "a".repeat(before) + word + "a".repeat(behind);
          assertTrue(found(automaton, text), () -> word + " in " + text);
          assertFalse(found(automaton, text.replace('b', 'a')), () -> word + " not in " + text);
        }
      }
    }
  }

  // So many states that most are walked by their fallbacks instead of the table.
  @ParameterizedTest
  @ValueSource(longs = {7, 8, 9})
  void theAutomatonAgreesWithASearchPerWordBeyondItsTable(long seed) {
    Random random = new Random(seed);
    int found = 0;
    for (int round = 0; round < 40; round++) {
      List<String> words =
          IntStream.range(0, 300).mapToObj(i -> bits(random, 12 + random.nextInt(5))).toList();
      WordAutomaton automaton = WordAutomaton.of(words);
      assertTrue(automaton.states() > 1_000, automaton.states() + " states");
      for (int i = 0; i < 25; i++) {
        String text = bits(random, 30);
        boolean expected = words.stream().anyMatch(text::contains);
        found += expected ? 1 : 0;
        assertEquals(
            expected, found(automaton, text), () -> "seed " + seed + ": " + words + " in " + text);
      }
    }
    assertTrue(found > 100 && found < 900, "seed " + seed + " finds " + found);
  }

  private static String bits(Random random, int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append(random.nextBoolean() ? 'a' : 'b');
    }
    return text.toString();
  }

  @ParameterizedTest
  @ValueSource(longs = {4, 5, 6})
  void theTriesAgreeWithAComparisonPerWord(long seed) {
    Random random = new Random(seed);
    int held = 0;
    for (int round = 0; round < 3_000; round++) {
      List<String> words = randomWords(random);
      String text = random(random, 0, 9);
      boolean begins = words.stream().anyMatch(text::startsWith);
      boolean ends = words.stream().anyMatch(text::endsWith);
      held += (begins ? 1 : 0) + (ends ? 1 : 0);
      String message = "seed " + seed + ": " + words + " and " + text;
      assertEquals(begins, begins(WordTrie.of(words), text), message);
      assertEquals(ends, ends(WordTrie.ofReversed(words), text), message);
    }
    assertTrue(held > 300, "seed " + seed + " holds " + held);
  }

  @Test
  void aWordWithinAnotherIsFoundOnTheWay() {
    WordAutomaton words = WordAutomaton.of(List.of("abcd", "bc", "cde"));
    assertTrue(found(words, "abce"));
    assertTrue(found(words, "xcde"));
    assertFalse(found(words, "abdcd"));
  }

  // The given end is beyond the array: a read past the array's end would throw.
  @Test
  void aSearchStopsAtTheFirstWord() {
    List<String> words =
        IntStream.range(0, 10_000).mapToObj(i -> String.format(Locale.ROOT, "w%05dx", i)).toList();
    byte[] text = ("w0000w0123w99999yw12345".repeat(50) + "w00000x").getBytes(UTF_8);
    assertTrue(WordAutomaton.of(words).foundIn(text, 0, Integer.MAX_VALUE));
    assertFalse(WordAutomaton.of(words).foundIn(text, 0, text.length - 1));
  }

  @Test
  void manyWordsCostNoMoreStepsThanOne() {
    List<String> words =
        IntStream.range(0, 10_000).mapToObj(i -> String.format(Locale.ROOT, "w%05dx", i)).toList();
    byte[] text = "w0000w0123w99999yw12345".repeat(50).getBytes(UTF_8);
    WordAutomaton automaton = WordAutomaton.of(words);
    int place = WordAutomaton.START;
    for (byte b : text) {
      place = automaton.step(place, b);
      assertNotEquals(WordAutomaton.FOUND, place);
    }
    assertFalse(automaton.foundIn(text, 0, text.length));
  }

  @Test
  void anAnchoredSearchLooksNoFurtherThanTheLongestWord() {
    List<String> words = IntStream.range(0, 10_000).mapToObj(i -> i + "/").toList();
    byte[] text = "12345".getBytes(UTF_8);
    assertFalse(WordTrie.of(words).beginsIn(text, 0, 1_000));
    assertFalse(WordTrie.ofReversed(words).endsIn(text, -1_000, text.length));
  }

  @Test
  void statesAreSharedAndExtensionsLeftOut() {
    assertEquals(1 + 3, WordTrie.of(List.of("bot", "botanic", "bots")).states());
    assertEquals(1 + 5, WordTrie.of(List.of("abc", "abd", "x", "abc")).states());
    // 10,000 words of four digits share all but their own last digit: 1 + 10 + 100 + ... + 10^4.
    List<String> words =
        IntStream.range(0, 10_000).mapToObj(i -> String.format(Locale.ROOT, "%04d", i)).toList();
    assertEquals(11_111, WordAutomaton.of(words).states());
  }
}
