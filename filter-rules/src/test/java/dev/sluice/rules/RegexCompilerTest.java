// SPDX-License-Identifier: Apache-2.0
package dev.sluice.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The meaning of an expression must not depend on the JDK (R3), whose Unicode tables change. */
class RegexCompilerTest {

  private static final String EVERYTHING = everyCharacter();

  private static String everyCharacter() {
    StringBuilder text = new StringBuilder();
    for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
      if (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE) {
        text.appendCodePoint(c);
      }
    }
    return text.toString();
  }

  private static Set<Integer> matched(String regex) {
    Set<Integer> all = new TreeSet<>();
    Matcher matcher = RegexCompiler.compile(regex).matcher(EVERYTHING);
    while (matcher.find()) {
      all.add(matcher.group().codePointAt(0));
    }
    return all;
  }

  /** U+212A, the kelvin sign, and U+017F, the long s, are letters k and s (Unicode). */
  private static Set<Integer> bothCases(char letter) {
    Set<Integer> cases = new TreeSet<>(Set.of((int) letter, letter - 'a' + 'A'));
    if (letter == 'k') {
      cases.add(0x212A);
    } else if (letter == 's') {
      cases.add(0x017F);
    }
    return cases;
  }

  @Test
  void r3_whereCaseIsIgnoredALetterIsItsTwoCasesAndKelvinAndLongS() {
    Set<Integer> letters = new TreeSet<>();
    for (char letter = 'a'; letter <= 'z'; letter++) {
      assertEquals(bothCases(letter), matched("(?i)" + letter), () -> "of a letter");
      letters.addAll(bothCases(letter));
    }
    assertEquals(letters, matched("(?i)[a-z]"));
    assertEquals(letters, matched("(?i:[[:upper:]])"));
    assertEquals(Set.of((int) 'k'), matched("(?i:(?-i)k)"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(?i)ᲀ", // RE2/J never ends on this
        "(?i)ꟋA", // has a small letter since Unicode 16
        "(?i)ß",
        "(?i)straße",
        "(?i)[à-ý]",
        "(?i)[a-ý]",
        "(?i)[^é]",
        "(?i)[]é]",
        "(?i)\\x{1C80}",
        "(?i)\\xE9",
        "(?i)\\351",
        "(?i)\\Qé",
        "(?i)\\Qa\\Eé",
        "(?i)[\\x{400}-\\x{4ff}]",
        "a(?i:bé)c",
        "a(?si-m:bé)c",
        "(?i)(a)é",
        "((?i)a)(?i)é",
        "(?i)[[:alpha:]é]",
        "(?i)\\(é",
        "(?i)𐐀"
      })
  void r3_whatNamesLettersBeyondAsciiAndIgnoresCaseIsRefused(String regex) {
    IllegalArgumentException refused =
        assertTimeoutPreemptively(
            Duration.ofSeconds(20),
            () -> assertThrows(IllegalArgumentException.class, () -> RegexCompiler.compile(regex)));
    assertTrue(refused.getMessage().startsWith("ignores case and names '"), refused.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "é",
        "(?s)é",
        "(?-i)é",
        "(?i:a)é",
        "((?i)a)é",
        "(?i)a(?-i)é",
        "(?i)a(?-i:é)",
        "(?i-i)é",
        "é(?i)a",
        "[(?i]é",
        "\\(?ié",
        "\\Q(?i)\\Eé",
        "(?P<i>a)é",
        "(?i)\\pL\\p{Greek}[\\p{Lu}][^a-z]\\W\\x41\\x{7F}\\177."
      })
  void othersAreNot(String regex) {
    RegexCompiler.compile(regex);
  }

  @Test
  void theRefusalSaysWhatToWrite() {
    assertEquals(
        "ignores case and names 'é' (U+00E9), which is not ASCII and whose other case depends on"
            + " the Unicode version; write both cases, as in [éÉ], where case is not ignored",
        assertThrows(IllegalArgumentException.class, () -> RegexCompiler.compile("(?i)café"))
            .getMessage());
  }

  /** Characters of Unicode 6.0, and ones that were added in 6.1 and later (DerivedAge.txt). */
  @ParameterizedTest
  @CsvSource({
    "So,1F610,1F611",
    "So,1F4A9,1F600",
    "So,1F6C5,1F6D0",
    "Sc,20B9,20BA",
    "Lu,0526,0528",
    "Lu,A78D,A792",
    "Greek,03FF,037F",
    "Arabic,0620,08A0",
    "L,2D25,2D27"
  })
  void r3_propertiesAreThoseOfUnicode6_0(String property, String known, String unknown) {
    Pattern pattern = RegexCompiler.compile("^\\p{" + property + "}$");
    assertTrue(pattern.matches(character(known)), known);
    assertFalse(pattern.matches(character(unknown)), unknown);
  }

  private static String character(String hex) {
    return Character.toString(Integer.parseInt(hex, 16));
  }
}
