// SPDX-License-Identifier: Apache-2.0
package dev.sluice.rules;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;

/**
 * Chooses, for each condition on a text, a data structure whose lookup costs about the same for ten
 * entries and for ten thousand.
 */
final class TextCompiler {

  private final RuleCompiler rule;

  /**
   * @param rule the rule that errors name
   */
  TextCompiler(RuleCompiler rule) {
    this.rule = rule;
  }

  /**
   * @param path where the condition is in its rule, for errors
   */
  TextCheck compile(Condition.OnField condition, String path) {
    if (condition instanceof Condition.OneOf oneOf) {
      return new TextSet(possible(oneOf.values(), path + ".values"))::contains;
    }
    if (condition instanceof Condition.Prefix prefix) {
      return WordTrie.of(words(prefix.values(), path + ".values"))::beginsIn;
    }
    if (condition instanceof Condition.Suffix suffix) {
      return WordTrie.ofReversed(words(suffix.values(), path + ".values"))::endsIn;
    }
    if (condition instanceof Condition.Contains contains) {
      return WordAutomaton.of(words(contains.words(), path + ".words"))::foundIn;
    }
    if (condition instanceof Condition.InRange inRange) {
      AddressRanges ranges = ranges(inRange.cidrs(), path + ".cidrs");
      return (text, start, end) -> Address.read(text, start, end, ranges);
    }
    Pattern pattern = pattern(((Condition.Matches) condition).regex(), path + ".regex");
    // The only condition that builds the text: RE2/J takes whole arrays, not parts of one.
    return (text, start, end) ->
        pattern.matcher(new String(text, start, end - start, UTF_8)).find();
  }

  private List<String> words(List<String> words, String path) {
    for (int i = 0; i < words.size(); i++) {
      if (words.get(i).isEmpty()) {
        throw rule.invalid(
            path + "[" + i + "]", "is empty, and so would match every text; remove it");
      }
    }
    return possible(words, path);
  }

  /**
   * Refuses texts that no event can hold, since {@code model} treats such an event as malformed.
   */
  private List<String> possible(List<String> texts, String path) {
    rule.requireSome(texts, path, path.endsWith("words") ? "word" : "value");
    for (int i = 0; i < texts.size(); i++) {
      if (texts.get(i).chars().anyMatch(c -> c == 0)
          || texts.get(i).codePoints().anyMatch(TextCompiler::isSurrogate)) {
        throw rule.invalid(
            path + "[" + i + "]",
            Quoted.text(texts.get(i)) + " holds U+0000 or a lone surrogate, which no event has");
      }
    }
    return texts;
  }

  private static boolean isSurrogate(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }

  private AddressRanges ranges(List<String> cidrs, String path) {
    rule.requireSome(cidrs, path, "range");
    List<AddressRange> ranges = new ArrayList<>();
    for (int i = 0; i < cidrs.size(); i++) {
      try {
        ranges.add(AddressRange.ofCidr(cidrs.get(i)));
      } catch (IllegalArgumentException e) {
        throw rule.invalid(path + "[" + i + "]", e.getMessage());
      }
    }
    return new AddressRanges(ranges);
  }

  private Pattern pattern(String regex, String path) {
    try {
      return RegexCompiler.compile(regex);
    } catch (IllegalArgumentException e) {
      throw rule.invalid(path, e.getMessage());
    }
  }
}
