// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.sluice.rules.Condition;
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
import dev.sluice.rules.Field;
import dev.sluice.rules.Rule;
import dev.sluice.rules.RuleSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RulesFileTest {

  private static Condition when(String yaml) {
    String indented = yaml.lines().map(line -> "      " + line).collect(Collectors.joining("\n"));
    String file = "version: 1\nrules:\n  - name: r\n    when:\n" + indented + "\n";
    return RulesFile.parse("f", file).rules().get(0).when();
  }

  @Test
  void readsEveryConditionInBlocks() {
    assertEquals(new OneOf(Field.HOST, List.of("a")), when("equals: {field: host, value: a}"));
    assertEquals(
        new OneOf(Field.STATUS, List.of("404", "410")),
        when("one_of: {field: status, values: [404, \"410\"]}"));
    assertEquals(new Prefix(Field.URL, List.of("/a")), when("prefix: {field: url, value: /a}"));
    assertEquals(
        new Prefix(Field.URL, List.of("/a", "/b")),
        when("prefix:\n  field: url\n  values:\n    - /a\n    - /b"));
    assertEquals(
        new Suffix(Field.PATH, List.of(".css")), when("suffix: {field: path, value: .css}"));
    assertEquals(
        new Suffix(Field.PATH, List.of(".css")), when("suffix: {values: [.css], field: path}"));
    assertEquals(
        new Contains(Field.USER_AGENT, List.of("bot", "spider")),
        when("contains: {field: user_agent, words: [bot, spider]}"));
    assertEquals(
        new Matches(Field.URL, "^/a\\.b"), when("matches: {field: url, regex: '^/a\\.b'}"));
    assertEquals(
        new InRange(Field.IP, List.of("10.0.0.0/8", "::1/128", "fc00::/7")),
        when("in_range: {field: ip, cidrs: [10.0.0.0/8, '::1/128', fc00::/7]}"));
    assertEquals(
        new Between(Field.STATUS, 400L, 599L),
        when("between: {field: status, min: 400, max: 599}"));
    assertEquals(new Between(Field.BYTES, -1L, null), when("between: {field: bytes, min: -1}"));
    assertEquals(new Between(Field.BYTES, null, 0L), when("between: {field: bytes, max: 0}"));
    assertEquals(new Missing(Field.REFERRER), when("missing: {field: referrer}"));
    assertEquals(
        new All(List.of(new Missing(Field.IP), new Not(new Missing(Field.METHOD)))),
        when("all:\n  - missing: {field: ip}\n  - not:\n      missing: {field: method}"));
    assertEquals(new Any(List.of(new Missing(Field.IP))), when("any: [{missing: {field: ip}}]"));
  }

  @Test
  void textsStandAsTheyAreWritten() {
    assertEquals(
        new OneOf(
            Field.METHOD, List.of("yes", "1.0", "0x1F", "2026-01-01", "null", "", "a b", "#")),
        when(
            "one_of: {field: method, values: [yes, 1.0, 0x1F, 2026-01-01, 'null', '', a b, \"#\"]}"));
    assertEquals(
        new OneOf(Field.HOST, List.of("m\u00fcller.example", "\ud83d\ude00")),
        when("one_of: {field: host, values: [m\u00fcller.example, \"\\ud83d\\ude00\"]}"));
  }

  @Test
  void jsonIsReadByTheSameParser() {
    RuleSet expected = new RuleSet(List.of(new Rule("r", new Missing(Field.IP))));
    assertEquals(
        expected,
        RulesFile.parse(
            "f", "{\"rules\":[{\"name\":\"r\",\"when\":{\"missing\":{\"field\":\"ip\"}}}]}"));
    assertEquals(
        expected,
        RulesFile.parse(
            "f",
            "{\n  \"version\": 1,\n  \"rules\": [\n    {\"when\": {\"missing\": {\"field\": \"ip\"}},"
                + " \"name\": \"r\"}\n  ]\n}\n"));
  }

  @Test
  void aRuleSetMayBeEmptyAndBeginWithAByteOrderMark() {
    assertEquals(new RuleSet(List.of()), RulesFile.parse("f", "\ufeffversion: 1\r\nrules: []\r\n"));
    assertEquals("{\"version\":1,\"rules\":[]}", RulesFile.canonicalJson(new RuleSet(List.of())));
  }

  @Test
  void theCanonicalJsonIsFixedToTheByte() {
    RuleSet rules =
        new RuleSet(
            List.of(
                new Rule(
                    "r",
                    new All(
                        List.of(
                            new OneOf(Field.STATUS, List.of("404")),
                            new Prefix(Field.URL, List.of("/a\"\\\n\u007f\u00e9/")),
                            new Suffix(Field.URL, List.of("\ud83d\ude00\u2028")),
                            new Contains(Field.URL, List.of("b")),
                            new Any(
                                List.of(
                                    new Matches(Field.URL, "^a$"),
                                    new InRange(Field.IP, List.of("::/0")))),
                            new Not(new Between(Field.BYTES, null, 5L)),
                            new Between(Field.BYTES, -5L, 5L)))),
                new Rule("s", new Missing(Field.IP))));
    String expected =
        "{\"version\":1,\"rules\":["
            + "{\"name\":\"r\",\"when\":{\"all\":["
            + "{\"one_of\":{\"field\":\"status\",\"values\":[\"404\"]}},"
            + "{\"prefix\":{\"field\":\"url\",\"values\":[\"/a\\\"\\\\\\u000a\\u007f\u00e9/\"]}},"
            + "{\"suffix\":{\"field\":\"url\",\"values\":[\"\ud83d\ude00\\u2028\"]}},"
            + "{\"contains\":{\"field\":\"url\",\"words\":[\"b\"]}},"
            + "{\"any\":[{\"matches\":{\"field\":\"url\",\"regex\":\"^a$\"}},"
            + "{\"in_range\":{\"field\":\"ip\",\"cidrs\":[\"::/0\"]}}]},"
            + "{\"not\":{\"between\":{\"field\":\"bytes\",\"max\":5}}},"
            + "{\"between\":{\"field\":\"bytes\",\"min\":-5,\"max\":5}}]}},"
            + "{\"name\":\"s\",\"when\":{\"missing\":{\"field\":\"ip\"}}}]}";
    assertEquals(expected, RulesFile.canonicalJson(rules));
    assertEquals(rules, RulesFile.parse("f", expected));
  }

  @Test
  void theHashIdentifiesTheRulesAndNotTheirSpelling() {
    // printf '{"version":1,"rules":[]}' | sha256sum
    assertEquals(
        "6be6bac38f2d35217ca3cd98e36322f9e8fb6638564f5a87ff660589f6302103",
        RulesFile.sha256(RulesFile.parse("f", "rules: [] # none")));
    String one = "rules: [{name: r, when: {equals: {field: host, value: a}}}]";
    String same = "version: 1\nrules:\n- when: {one_of: {values: [a], field: host}}\n  name: r\n";
    String other = "rules: [{name: r, when: {equals: {field: host, value: b}}}]";
    assertEquals(
        RulesFile.sha256(RulesFile.parse("f", one)), RulesFile.sha256(RulesFile.parse("f", same)));
    assertNotEquals(
        RulesFile.sha256(RulesFile.parse("f", one)), RulesFile.sha256(RulesFile.parse("f", other)));
  }

  private static final String SPECIAL = " #:-'\"\\,[]{}&*!|>%@`~?ab01\ufeff";

  private static final List<Field> TEXTS =
      List.of(Field.HOST, Field.URL, Field.PATH, Field.IP, Field.REFERRER, Field.USER_AGENT);

  private static String text(Random random) {
    int length = random.nextInt(40) == 0 ? 3_000 : 1 + random.nextInt(6);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      int codePoint =
          switch (random.nextInt(6)) {
            case 0 -> 1 + random.nextInt(0x1f);
            case 1 -> 0x7f + random.nextInt(0x40);
            case 2 -> 0x10000 + random.nextInt(0x100000);
            case 3 -> 0xe000 + random.nextInt(0x2000);
            case 4 -> 0x2000 + random.nextInt(0x100);
            default -> SPECIAL.charAt(random.nextInt(SPECIAL.length()));
          };
      text.appendCodePoint(codePoint);
    }
    return text.toString();
  }

  private static List<String> texts(Random random) {
    return IntStream.range(0, 1 + random.nextInt(4)).mapToObj(i -> text(random)).toList();
  }

  private static Condition condition(Random random, int level) {
    Field field = TEXTS.get(random.nextInt(TEXTS.size()));
    return switch (random.nextInt(level < 8 ? 12 : 9)) {
      case 0 -> new OneOf(field, texts(random));
      case 1 -> new OneOf(Field.STATUS, List.of("0", Integer.toString(random.nextInt(1000))));
      case 2 -> new Prefix(field, texts(random));
      case 3 -> new Suffix(field, texts(random));
      case 4 -> new Contains(field, texts(random));
      case 5 -> new Matches(field, "(a|\"" + random.nextInt(99) + "\\\\|\u0001\ud83d\ude00)+$");
      case 6 -> new InRange(field, List.of("10.0.0.0/8", "fe80::/10"));
      case 7 ->
          new Between(Field.BYTES, random.nextBoolean() ? null : random.nextLong(), Long.MAX_VALUE);
      case 8 -> new Missing(field);
      case 9 -> new Not(condition(random, level + 1));
      case 10 -> new All(List.of(condition(random, level + 1), condition(random, level + 1)));
      default -> new Any(List.of(condition(random, level + 1), condition(random, level + 1)));
    };
  }

  @ParameterizedTest
  @ValueSource(longs = {21, 22, 23})
  void theCanonicalJsonIsReadBackToAnEqualRuleSet(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 60; round++) {
      List<Rule> rules = new ArrayList<>();
      for (int i = random.nextInt(6); i >= 0; i--) {
        rules.add(new Rule("rule-" + i + "_x", condition(random, 1)));
      }
      RuleSet written = new RuleSet(rules);
      String json = RulesFile.canonicalJson(written);
      RuleSet read = RulesFile.parse("f", json);
      assertEquals(written, read, () -> "seed " + seed + ": " + json);
      assertEquals(json, RulesFile.canonicalJson(read));
      assertEquals(1, json.lines().count(), () -> "seed " + seed + ": " + json);
    }
  }

  // Parsers that read in windows of 1,024 have failed on a surrogate pair across the border.
  @Test
  void aSurrogatePairMayStandAnywhere() {
    for (int padding = 900; padding < 1_100; padding++) {
      String value = "x".repeat(padding) + "\ud83d\ude00";
      RuleSet rules = new RuleSet(List.of(new Rule("r", new OneOf(Field.HOST, List.of(value)))));
      assertEquals(rules, RulesFile.parse("f", RulesFile.canonicalJson(rules)));
    }
  }
}
