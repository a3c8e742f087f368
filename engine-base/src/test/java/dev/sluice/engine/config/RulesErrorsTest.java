// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Errors of a wrong rule file name file, line, rule, key and what is allowed. */
class RulesErrorsTest {

  private static final String CONDITIONS =
      "equals, one_of, prefix, suffix, contains, matches, in_range, between, missing, all, any, not";

  private static void refused(String text, String message) {
    ConfigException e = assertThrows(ConfigException.class, () -> RulesFile.parse("my.yaml", text));
    assertEquals(message, e.getMessage());
  }

  /** A file whose rule has this condition on lines 5 and following. */
  private static String when(String... lines) {
    return "version: 1\nrules:\n  - name: bots\n    when:\n      "
        + String.join("\n      ", lines)
        + "\n";
  }

  @Test
  void keysThatAreUnknownAreNamedWithThoseAllowed() {
    refused(
        "version: 1\nrule: []\n",
        "my.yaml:2: 'rule' is not a key here; did you mean rules? allowed: version, rules");
    refused(
        "rules:\n  - name: bots\n    comment: x\n    when: {missing: {field: ip}}\n",
        "my.yaml:3: rule 'bots': 'comment' is not a key here; allowed: name, when");
    refused(
        "rules:\n  - nmae: bots\n    when: {missing: {field: ip}}\n",
        "my.yaml:2: rules[0]: 'nmae' is not a key here; did you mean name? allowed: name, when");
    refused(
        when("contain:", "  field: host"),
        "my.yaml:5: rule 'bots': when: 'contain' is not a key here; did you mean contains? allowed: "
            + CONDITIONS);
    refused(
        when("contains:", "  field: host", "  word: bot"),
        "my.yaml:7: rule 'bots': when.contains: 'word' is not a key here; did you mean words? allowed:"
            + " field, words");
    refused(
        when("equals: {field: host, values: [a]}"),
        "my.yaml:5: rule 'bots': when.equals: 'values' is not a key here; did you mean value? allowed:"
            + " field, value");
  }

  @Test
  void keysThatLackAreNamed() {
    refused("version: 1\n", "my.yaml:1: lacks the key rules");
    refused(
        "rules:\n  - when: {missing: {field: ip}}\n", "my.yaml:2: rules[0]: lacks the key name");
    refused("rules:\n  - name: a\n", "my.yaml:2: rule 'a': lacks the key when");
    refused(
        when("any:", "  - missing: {field: ip}", "  - contains: {field: host}"),
        "my.yaml:7: rule 'bots': when.any[1].contains: lacks the key words");
    refused(
        when("prefix: {field: host}"),
        "my.yaml:5: rule 'bots': when.prefix: has neither of value and values; give one of them");
    refused(
        when("prefix: {field: host, value: a, values: [b]}"),
        "my.yaml:5: rule 'bots': when.prefix: has both value and values; give one of them");
  }

  @Test
  void aFieldThatIsUnknownIsNamedWithThoseAllowed() {
    String all =
        "allowed: event_id, host, url, path, ip, method, status, bytes, referrer, user_agent";
    refused(
        when("contains:", "  words: [a]", "  field: user-agent"),
        "my.yaml:7: rule 'bots': when.contains.field: 'user-agent' is not a field; did you mean"
            + " user_agent? "
            + all);
    refused(
        when("missing: {field: cookie}"),
        "my.yaml:5: rule 'bots': when.missing.field: 'cookie' is not a field; " + all);
  }

  @Test
  void aConditionHasOneKey() {
    refused(
        when("missing: {field: ip}", "equals: {field: host, value: a}"),
        "my.yaml:5: rule 'bots': when: a condition has one key, but this has missing, equals; join"
            + " conditions with all or any, or give one of "
            + CONDITIONS);
    refused(
        when("not: {}"),
        "my.yaml:5: rule 'bots': when.not: a condition has one key, but this has none; join"
            + " conditions with all or any, or give one of "
            + CONDITIONS);
  }

  @Test
  void piecesOfAnotherKindAreRefused() {
    refused("[]", "my.yaml:1: is a list; allowed: a mapping with version, rules");
    refused(
        "rules: none",
        "my.yaml:1: rules: is a text; allowed: a list, such as [a, b], or [] for none");
    refused(
        "version: 1\nrules:\n",
        "my.yaml:2: rules: is nothing; allowed: a list, such as [a, b], or [] for none");
    refused(
        "rules:\n  - bots\n", "my.yaml:2: rules[0]: is a text; allowed: a mapping with name, when");
    refused("rules:\n  - name: [a]\n", "my.yaml:2: rules[0].name: is a list; allowed: one text");
    refused(
        "rules:\n  - name: a\n    when: yes\n",
        "my.yaml:3: rule 'a': when: is a text; allowed: a mapping with " + CONDITIONS);
    refused(
        when("contains: {field: host, words: bot}"),
        "my.yaml:5: rule 'bots': when.contains.words: is a text; allowed: a list, such as [a, b],"
            + " or [] for none");
    refused(
        when("contains:", "  field: host", "  words:", "    - a", "    -"),
        "my.yaml:9: rule 'bots': when.contains.words[1]: is nothing; write a text, in quotes if it"
            + " is empty or means that word");
    refused(
        when("contains: {field: host, words: [null]}"),
        "my.yaml:5: rule 'bots': when.contains.words[0]: is nothing; write a text, in quotes if it"
            + " is empty or means that word");
    refused(
        when("between: {field: status, min: 4xx}"),
        "my.yaml:5: rule 'bots': when.between.min: '4xx' is not a whole number; allowed: digits, such"
            + " as 404");
    refused(
        when("between: {field: status, max: 9223372036854775808}"),
        "my.yaml:5: rule 'bots': when.between.max: '9223372036854775808' is out of range; allowed:"
            + " numbers of 64 bits");
  }

  @Test
  void whatTheRulesThemselvesRefuseGetsItsLine() {
    refused(
        when("in_range:", "  field: ip", "  cidrs:", "    - 10.0.0.0/8", "    - 10.0.0.1/8"),
        "my.yaml:9: rule 'bots': when.in_range.cidrs[1]: '10.0.0.1/8' has bits set beyond its"
            + " prefix; the network is 10.0.0.0/8");
    refused(
        when("equals:", "  field: status", "  value: ok"),
        "my.yaml:7: rule 'bots': when.equals.value: 'ok' is not a value of status; allowed: whole"
            + " numbers of 0 or more, digits only, such as 404");
    refused(
        when("suffix:", "  field: path", "  value: ''"),
        "my.yaml:7: rule 'bots': when.suffix.value: is empty, and so would match every text; remove"
            + " it");
    refused(
        when("all:", "  - not:", "      between:", "        field: host", "        min: 1"),
        "my.yaml:8: rule 'bots': when.all[0].not.between.field: host is a text; between takes one of"
            + " status, bytes");
    refused(
        when("between:", "  field: status", "  max: 1", "  min: 2"),
        "my.yaml:8: rule 'bots': when.between.min: 2 is above max, which is 1; swap them");
    refused(
        when("any: []"), "my.yaml:5: rule 'bots': when.any: is empty; give one condition or more");
    refused(
        when("contains: {field: host, words: []}"),
        "my.yaml:5: rule 'bots': when.contains.words: is empty; give one word or more");
    refused(
        when("between: {field: status}"),
        "my.yaml:5: rule 'bots': when.between: has neither min nor max; give one or both");
    refused(
        when("matches:", "  regex: '(a'", "  field: url"),
        "my.yaml:6: rule 'bots': when.matches.regex: is not an RE2 expression: missing closing )"
            + " at '(a' (RE2 has no look-around and no back-references)");
    refused(
        "rules:\n- {name: a, when: {missing: {field: ip}}}\n- {name: a, when: {missing: {field: ip}}}",
        "my.yaml:3: rule 'a': name: is used twice; give every rule a unique name");
    refused(
        "rules:\n- when: {missing: {field: ip}}\n  name: Bad Bots\n",
        "my.yaml:3: rule 'Bad Bots': name: 'Bad Bots' is not a name; allowed: 1 to 63 of a-z, 0-9,"
            + " _ and -, starting with a letter");
    refused(
        "rules: [{name: deep, when: "
            + "{not: ".repeat(16)
            + "{missing: {field: ip}}"
            + "}".repeat(16)
            + "}]",
        "my.yaml:1: rule 'deep': when"
            + ".not".repeat(16)
            + ".missing: nests deeper than 16 conditions");
  }

  @Test
  void versionsThatAreUnknownAreRefused() {
    refused("version: 2\nrules: []\n", "my.yaml:1: version: '2' is not known; allowed: 1");
    refused("version: 1.0\nrules: []\n", "my.yaml:1: version: '1.0' is not known; allowed: 1");
    refused(
        "version:\nrules: []\n",
        "my.yaml:1: version: is nothing; write a text, in quotes if it is empty or means that word");
  }

  @Test
  void whatMakesYamlSurprisingIsRefused() {
    refused(
        "version: 1\nrules: []\nversion: 1\n",
        "my.yaml:3: the key 'version' is on line 1 already; remove one");
    refused(
        "rules:\n  - &a {name: a, when: {missing: {field: ip}}}\n  - *a\n",
        "my.yaml:2: has an anchor or an alias (& or *); write it out, or quote it");
    refused(
        when("contains: {field: host, words: [*bot]}"),
        "my.yaml:5: has an anchor or an alias (& or *); write it out, or quote it");
    refused("rules: !!seq []", "my.yaml:1: has a tag (!); write only the value, or quote it");
    refused(
        "rules: []\nversion: !!int 1",
        "my.yaml:2: has a tag (!); write only the value, or quote it");
    refused("rules: []\n---\nrules: []\n", "my.yaml:3: begins a second document; a file has one");
    refused("? [a]\n: b\n", "my.yaml:1: a key is a text, not a list or a mapping");
    refused("# nothing\n", "my.yaml: is empty; write version: 1 and rules:");
    refused("rules: " + "[".repeat(200), "my.yaml:1: nests deeper than 100 levels");
    refused(
        "a".repeat(YamlDocument.LENGTH + 1),
        "my.yaml: has 16777217 characters; at most 16777216 are allowed");
  }

  @Test
  void brokenYamlIsAnsweredWithItsLine() {
    refused(
        "rules:\n\t- a\n",
        "my.yaml:2: while scanning for the next token, found character '\\t(TAB)' that cannot start"
            + " any token. (Do not use \\t(TAB) for indentation)");
    refused(
        "version: 1\nrules: [\n",
        "my.yaml:3: while parsing a flow node, expected the node content, but found '<stream end>'");
    refused(
        "version: 1\nrules: \ud83d\ude00\n# \u0007",
        "my.yaml:3: the character U+0007 is not allowed here; write it \"\\u....\"");
    refused(
        "# \ud83d\ude00\n# \ud83d",
        "my.yaml:2: the character U+D83D is not allowed here; write it \"\\u....\"");
  }

  @Test
  void everyMessageIsOneLine() {
    ConfigException e =
        assertThrows(
            ConfigException.class,
            () -> RulesFile.parse("f", "rules: [{name: \"a\\nb\", when: {\"x\\ny\": 1}}]"));
    assertTrue(
        e.getMessage().startsWith("f:1: rule 'a?b': when: 'x?y' is not a key here;"),
        e.getMessage());
    assertEquals(1, e.getMessage().lines().count());
  }
}
