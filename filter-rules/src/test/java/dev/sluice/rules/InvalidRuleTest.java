// SPDX-License-Identifier: Apache-2.0
package dev.sluice.rules;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.rules.Condition.All;
import dev.sluice.rules.Condition.Any;
import dev.sluice.rules.Condition.Between;
import dev.sluice.rules.Condition.Contains;
import dev.sluice.rules.Condition.InRange;
import dev.sluice.rules.Condition.Matches;
import dev.sluice.rules.Condition.Missing;
import dev.sluice.rules.Condition.Not;
import dev.sluice.rules.Condition.OneOf;
import dev.sluice.rules.Condition.Prefix;
import dev.sluice.rules.Condition.Suffix;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InvalidRuleTest {

  private static InvalidRuleException refusal(Rule... rules) {
    return assertThrows(InvalidRuleException.class, () -> Filter.of(new RuleSet(List.of(rules))));
  }

  private static void refused(Condition condition, String message) {
    assertEquals("rule 'r': when." + message, refusal(new Rule("r", condition)).getMessage());
  }

  private static Condition nested(int levels) {
    Condition condition = new Missing(Field.IP);
    for (int level = 1; level < levels; level++) {
      condition = new Not(condition);
    }
    return condition;
  }

  @Test
  void emptyListsAreRefused() {
    refused(new OneOf(Field.HOST, List.of()), "one_of.values: is empty; give one value or more");
    refused(new OneOf(Field.STATUS, List.of()), "one_of.values: is empty; give one value or more");
    refused(new Prefix(Field.HOST, List.of()), "prefix.values: is empty; give one value or more");
    refused(new Suffix(Field.HOST, List.of()), "suffix.values: is empty; give one value or more");
    refused(new Contains(Field.HOST, List.of()), "contains.words: is empty; give one word or more");
    refused(new InRange(Field.IP, List.of()), "in_range.cidrs: is empty; give one range or more");
    refused(new All(List.of()), "all: is empty; give one condition or more");
    refused(new Any(List.of()), "any: is empty; give one condition or more");
  }

  @Test
  void textsThatMatchEverythingOrNothingAreRefused() {
    refused(
        new Contains(Field.HOST, List.of("a", "")),
        "contains.words[1]: is empty, and so would match every text; remove it");
    refused(
        new Prefix(Field.HOST, List.of("")),
        "prefix.values[0]: is empty, and so would match every text; remove it");
    refused(
        new Suffix(Field.HOST, List.of("")),
        "suffix.values[0]: is empty, and so would match every text; remove it");
    refused(
        new OneOf(Field.HOST, List.of("a\0")),
        "one_of.values[0]: 'a?' holds U+0000 or a lone surrogate, which no event has");
    assertTrue(
        refusal(new Rule("r", new Contains(Field.HOST, List.of("a\ud83d"))))
            .getMessage()
            .endsWith("holds U+0000 or a lone surrogate, which no event has"));
  }

  @Test
  void conditionsOnTheWrongKindOfFieldAreRefusedWithTheFittingFields() {
    refused(
        new Between(Field.HOST, 1L, 2L),
        "between.field: host is a text; between takes one of status, bytes");
    String texts = "event_id, host, url, path, ip, method, referrer, user_agent";
    refused(
        new Contains(Field.STATUS, List.of("4")),
        "contains.field: status is a number; contains takes one of " + texts);
    refused(
        new Matches(Field.BYTES, "4"),
        "matches.field: bytes is a number; matches takes one of " + texts);
    refused(
        new InRange(Field.BYTES, List.of("10.0.0.0/8")),
        "in_range.field: bytes is a number; in_range takes one of " + texts);
  }

  @Test
  void boundsThatHoldNothingAreRefused() {
    refused(
        new Between(Field.STATUS, null, null),
        "between: has neither min nor max; give one or both");
    refused(
        new Between(Field.STATUS, 500L, 400L),
        "between.min: 500 is above max, which is 400; swap them");
    assertDoesNotThrow(
        () ->
            Filter.of(new RuleSet(List.of(new Rule("r", new Between(Field.STATUS, 400L, 400L))))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "04", "-1", "+1", "1.0", "1e3", "0x1f", " 1", "\u0664", "9223372036854775808"})
  void numbersAreWrittenInOneWay(String value) {
    refused(
        new OneOf(Field.STATUS, List.of("200", value)),
        "one_of.values[1]: '"
            + value
            + "' is not a value of status; allowed: whole numbers of 0 or more, digits only, such as"
            + " 404");
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.1/8, has bits set beyond its prefix; the network is 10.0.0.0/8",
    "192.168.1.128/24, has bits set beyond its prefix; the network is 192.168.1.0/24",
    "2001:db8::1/32, has bits set beyond its prefix; the network is 2001:db8::/32",
    "2001:db8:0:1::1/64, has bits set beyond its prefix; the network is 2001:db8:0:1::/64",
    "::1/0, has bits set beyond its prefix; the network is ::/0",
    "10.0.0.0, has no prefix length; write 10.0.0.0/32",
    "FE80::1, has no prefix length; write fe80::1/128",
    "10.0.0.0/33, has no prefix length from 0 to 32",
    "10.0.0.0/08, has no prefix length from 0 to 32",
    "10.0.0.0/, has no prefix length from 0 to 32",
    "10.0.0.0/-1, has no prefix length from 0 to 32",
    "10.0.0.0/8/8, has no prefix length from 0 to 32",
    "fd00::/129, has no prefix length from 0 to 128",
    "::ffff:10.0.0.0/104, is IPv4 written as IPv6; write 10.0.0.0/8",
    "::ffff:10.0.0.1/90, 'is IPv4 written as IPv6; write an IPv4 range, such as 10.0.0.0/8'",
    "10.0.0/8, is not a range; write one such as 10.0.0.0/8 or fd00::/8",
    "010.0.0.0/8, is not a range; write one such as 10.0.0.0/8 or fd00::/8",
    "localhost/8, is not a range; write one such as 10.0.0.0/8 or fd00::/8",
    "fe80::%eth0/64, is not a range; write one such as 10.0.0.0/8 or fd00::/8",
    "/8, is not a range; write one such as 10.0.0.0/8 or fd00::/8",
  })
  void rangesThatAreNoNetworksAreRefusedWithTheRightOne(String cidr, String problem) {
    refused(
        new InRange(Field.IP, List.of("172.16.0.0/12", cidr)),
        "in_range.cidrs[1]: '" + cidr + "' " + problem);
  }

  @Test
  void expressionsThatAreWrongOrHugeAreRefused() {
    refused(new Matches(Field.URL, ""), "matches.regex: is empty, and so would match every text");
    refused(
        new Matches(Field.URL, "(a"),
        "matches.regex: is not an RE2 expression: missing closing ) at '(a' (RE2 has no look-around and"
            + " no back-references)");
    refused(
        new Matches(Field.URL, "(a)\\1"),
        "matches.regex: is not an RE2 expression: invalid escape sequence at '\\1' (RE2 has no"
            + " look-around and no back-references)");
    refused(
        new Matches(Field.URL, "a".repeat(1001)),
        "matches.regex: has 1001 characters; at most 1000 are allowed");
    String repeats =
        "matches.regex: repeats something more than 1000 times, counts within counts multiplied;"
            + " write smaller counts, * or +";
    refused(new Matches(Field.URL, "((a{100}b){100}){100}"), repeats);
    refused(new Matches(Field.URL, "(?:[)]{30,40}){26}"), repeats);
    refused(new Matches(Field.URL, "(\\(a{2,99}|\\Q(\\E)*{11}"), repeats);
    refused(new Matches(Field.URL, "a{1001}"), repeats);
    refused(
        new Matches(Field.URL, "[a-z]{1000}".repeat(11)),
        "matches.regex: compiles to 11002 steps; at most 10000 are allowed");
    assertDoesNotThrow(
        () ->
            Filter.of(
                new RuleSet(
                    List.of(
                        new Rule("long", new Matches(Field.URL, "a".repeat(1000))),
                        new Rule(
                            "deep",
                            new Matches(Field.URL, "(".repeat(499) + "a" + ")".repeat(499))),
                        new Rule("literal", new Matches(Field.URL, "a{,9999}[{9999}]\\{9999}")),
                        new Rule(
                            "uuid",
                            new Matches(
                                Field.URL, "([0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}/){20}"))))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Bots", "1st", "_a", "a b", "a.b", "ä", "a:b", "a\nb"})
  void namesThatCannotBeCountedUnderAreRefused(String name) {
    assertEquals(
        "rule '"
            + name.replace('\n', '?')
            + "': name: '"
            + name.replace('\n', '?')
            + "' is not a name; allowed: 1 to 63 of a-z, 0-9, _ and -, starting with a letter",
        refusal(new Rule(name, new Missing(Field.IP))).getMessage());
  }

  @Test
  void namesHaveAtMostSixtyThreeCharacters() {
    Rule longest = new Rule("a".repeat(63), new Missing(Field.IP));
    assertDoesNotThrow(() -> Filter.of(new RuleSet(List.of(longest))));
    assertEquals("name", refusal(new Rule("a".repeat(64), new Missing(Field.IP))).path());
  }

  @Test
  void aNameStandsOnce() {
    InvalidRuleException e =
        refusal(
            new Rule("a", new Missing(Field.IP)),
            new Rule("b", new Missing(Field.IP)),
            new Rule("a", new Missing(Field.IP)));
    assertEquals("rule 'a': name: is used twice; give every rule a unique name", e.getMessage());
    assertEquals(2, e.index());
    assertEquals("a", e.rule());
  }

  @Test
  void conditionsNestSixteenLevelsDeep() {
    assertDoesNotThrow(() -> Filter.of(new RuleSet(List.of(new Rule("r", nested(16))))));
    InvalidRuleException e = refusal(new Rule("r", nested(17)));
    assertEquals("nests deeper than 16 conditions", e.problem());
    assertEquals("when" + ".not".repeat(16) + ".missing", e.path());
  }

  @Test
  void theErrorNamesThePlaceWithinTheRule() {
    Condition wrong = new InRange(Field.IP, List.of("10.0.0.0/8", "10.0.0.1/8"));
    InvalidRuleException e =
        refusal(
            new Rule("fine", new Missing(Field.IP)),
            new Rule("r", new Any(List.of(new Missing(Field.IP), new Not(wrong)))));
    assertEquals("when.any[1].not.in_range.cidrs[1]", e.path());
    assertEquals(1, e.index());
  }
}
