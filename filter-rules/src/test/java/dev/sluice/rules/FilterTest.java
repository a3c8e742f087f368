// SPDX-License-Identifier: Apache-2.0
package dev.sluice.rules;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.model.Event;
import dev.sluice.model.Outcome;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FilterTest {

  private static boolean holds(Condition condition, Event event) {
    Filter filter = Filter.of(new RuleSet(List.of(new Rule("r", condition))));
    return filter.drops(Events.view(event)).isPresent();
  }

  private static Optional<String> dropping(Filter filter, Event event) {
    return filter.drops(Events.view(event)).map(Outcome.Filtered::rule);
  }

  private static OneOf always() {
    return new OneOf(Field.HOST, List.of("shop.example"));
  }

  private static OneOf never() {
    return new OneOf(Field.HOST, List.of("nowhere.example"));
  }

  @Test
  void anEmptyRuleSetDropsNothing() {
    assertEquals(Optional.empty(), dropping(Filter.of(new RuleSet(List.of())), Events.full()));
  }

  @Test
  void theFirstRuleThatMatchesNamesTheReason() {
    RuleSet rules =
        new RuleSet(
            List.of(
                new Rule("first", never()),
                new Rule("second", always()),
                new Rule("third", always())));
    assertEquals(Optional.of("second"), dropping(Filter.of(rules), Events.full()));
  }

  @Test
  void oneOfComparesWholeTextsWithTheirCase() {
    OneOf condition = new OneOf(Field.METHOD, List.of("GET", "HEAD", "GET", ""));
    assertTrue(holds(condition, Events.text(Field.METHOD, "GET")));
    assertTrue(holds(condition, Events.text(Field.METHOD, "HEAD")));
    assertTrue(holds(condition, Events.text(Field.METHOD, "")));
    assertFalse(holds(condition, Events.text(Field.METHOD, "get")));
    assertFalse(holds(condition, Events.text(Field.METHOD, "GETS")));
    assertFalse(holds(condition, Events.text(Field.METHOD, null)));
  }

  @Test
  void oneOfComparesNumbersByValue() {
    OneOf status = new OneOf(Field.STATUS, List.of("404", "0", "200"));
    assertTrue(holds(status, Events.numbers(404, null)));
    assertTrue(holds(status, Events.numbers(0, null)));
    assertFalse(holds(status, Events.numbers(403, null)));
    assertFalse(holds(status, Events.numbers(null, 404L)));
    OneOf bytes = new OneOf(Field.BYTES, List.of("9223372036854775807"));
    assertTrue(holds(bytes, Events.numbers(null, Long.MAX_VALUE)));
    assertFalse(holds(bytes, Events.numbers(null, Long.MAX_VALUE - 1)));
  }

  @Test
  void prefixHoldsAtTheBeginningAlone() {
    Prefix condition = new Prefix(Field.USER_AGENT, List.of("kube-probe/", "ELB-"));
    assertTrue(holds(condition, Events.userAgent("kube-probe/1.29")));
    assertTrue(holds(condition, Events.userAgent("kube-probe/")));
    assertFalse(holds(condition, Events.userAgent("kube-probe")));
    assertFalse(holds(condition, Events.userAgent("Kube-probe/1")));
    assertFalse(holds(condition, Events.userAgent("x ELB-")));
    assertFalse(holds(condition, Events.userAgent("")));
    assertFalse(holds(condition, Events.userAgent(null)));
  }

  @Test
  void suffixHoldsAtTheEndAlone() {
    Suffix condition = new Suffix(Field.PATH, List.of(".css", ".js", "\ud83d\ude00"));
    assertTrue(holds(condition, Events.text(Field.URL, "/a/site.css?v=3")));
    assertTrue(holds(condition, Events.text(Field.URL, ".js")));
    assertTrue(holds(condition, Events.text(Field.URL, "/smile\ud83d\ude00")));
    assertFalse(holds(condition, Events.text(Field.URL, "/a/site.json")));
    assertFalse(holds(condition, Events.text(Field.URL, "/a?x=.css")));
    assertFalse(holds(condition, Events.text(Field.URL, "js")));
  }

  @Test
  void containsIgnoresAsciiCaseAndNoOther() {
    Contains condition = new Contains(Field.USER_AGENT, List.of("Bot", "kelvin", "STRAẞE"));
    assertTrue(holds(condition, Events.userAgent("Googlebot/2.1")));
    assertTrue(holds(condition, Events.userAgent("ROBOT")));
    assertTrue(holds(condition, Events.userAgent("KELVIN")));
    assertTrue(holds(condition, Events.userAgent("straẞe")));
    assertFalse(holds(condition, Events.userAgent("\u212aelvin"))); // the Kelvin sign
    assertFalse(holds(condition, Events.userAgent("straße")));
    assertFalse(holds(condition, Events.userAgent("bo t")));
    assertFalse(holds(condition, Events.userAgent("")));
    assertFalse(holds(condition, Events.userAgent(null)));
  }

  @Test
  void matchesFindsTheExpressionAnywhere() {
    Matches condition = new Matches(Field.URL, "/wp-(admin|login)\\b");
    assertTrue(holds(condition, Events.text(Field.URL, "/x/wp-login.php")));
    assertFalse(holds(condition, Events.text(Field.URL, "/wp-logins")));
    assertFalse(holds(condition, Events.text(Field.URL, "/WP-LOGIN.php")));
    assertFalse(holds(new Matches(Field.REFERRER, ".*"), Events.text(Field.REFERRER, null)));
  }

  @Test
  void inRangeTakesAddressesOfTheRangesFamilyAlone() {
    InRange condition =
        new InRange(Field.IP, List.of("10.0.0.0/8", "192.168.0.0/16", "fc00::/7", "::1/128"));
    assertTrue(holds(condition, Events.ip("10.255.255.255")));
    assertTrue(holds(condition, Events.ip("::ffff:10.1.2.3")));
    assertTrue(holds(condition, Events.ip("::FFFF:0a01:0203")));
    assertTrue(holds(condition, Events.ip("fdff::1")));
    assertTrue(holds(condition, Events.ip("0:0:0:0:0:0:0:1")));
    assertFalse(holds(condition, Events.ip("11.0.0.0")));
    assertFalse(holds(condition, Events.ip("9.255.255.255")));
    assertFalse(holds(condition, Events.ip("fe00::")));
    assertFalse(holds(condition, Events.ip("fd00::1%eth0")));
    assertFalse(holds(condition, Events.ip("10.0.0.1:80")));
    assertFalse(holds(condition, Events.ip("localhost")));
    assertFalse(holds(condition, Events.ip(null)));
    InRange allV6 = new InRange(Field.IP, List.of("::/0"));
    assertTrue(holds(allV6, Events.ip("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")));
    assertFalse(holds(allV6, Events.ip("1.2.3.4")));
    assertFalse(holds(allV6, Events.ip("::ffff:1.2.3.4")));
    InRange allV4 = new InRange(Field.IP, List.of("0.0.0.0/0"));
    assertTrue(holds(allV4, Events.ip("255.255.255.255")));
    assertTrue(holds(allV4, Events.ip("0.0.0.0")));
    assertFalse(holds(allV4, Events.ip("::")));
  }

  @ParameterizedTest
  @CsvSource({"399,false", "400,true", "499,true", "599,true", "600,false"})
  void betweenIncludesBothBounds(int status, boolean held) {
    assertEquals(held, holds(new Between(Field.STATUS, 400L, 599L), Events.numbers(status, null)));
  }

  @Test
  void betweenMayLackABound() {
    assertTrue(holds(new Between(Field.BYTES, 10L, null), Events.numbers(1, Long.MAX_VALUE)));
    assertFalse(holds(new Between(Field.BYTES, 10L, null), Events.numbers(1, 9L)));
    assertTrue(holds(new Between(Field.BYTES, null, 10L), Events.numbers(1, 0L)));
    assertFalse(holds(new Between(Field.BYTES, null, 10L), Events.numbers(1, 11L)));
    assertFalse(holds(new Between(Field.BYTES, null, 10L), Events.numbers(1, null)));
  }

  @ParameterizedTest
  @EnumSource(Field.class)
  void missingHoldsWhereTheFieldIsAbsent(Field field) {
    assertFalse(holds(new Missing(field), Events.full()));
    boolean required = field == Field.HOST || field == Field.URL || field == Field.PATH;
    assertEquals(!required, holds(new Missing(field), Events.bare()));
  }

  @Test
  void conditionsOnAnAbsentFieldAreFalseAndTheirNegationTrue() {
    List<Condition> conditions =
        List.of(
            new OneOf(Field.IP, List.of("")),
            new Prefix(Field.IP, List.of("1")),
            new Suffix(Field.IP, List.of("1")),
            new Contains(Field.IP, List.of("1")),
            new Matches(Field.IP, "^"),
            new InRange(Field.IP, List.of("0.0.0.0/0", "::/0")),
            new OneOf(Field.STATUS, List.of("0")),
            new Between(Field.STATUS, Long.MIN_VALUE, null));
    for (Condition condition : conditions) {
      assertFalse(holds(condition, Events.bare()), condition.toString());
      assertTrue(holds(new Not(condition), Events.bare()), condition.toString());
    }
  }

  @Test
  void allAnyAndNotAreLogic() {
    assertTrue(holds(new All(List.of(always(), always())), Events.full()));
    assertFalse(holds(new All(List.of(always(), never())), Events.full()));
    assertTrue(holds(new Any(List.of(never(), always())), Events.full()));
    assertFalse(holds(new Any(List.of(never(), never())), Events.full()));
    assertFalse(holds(new Not(always()), Events.full()));
    assertTrue(holds(new Not(new Not(new All(List.of(always())))), Events.full()));
  }

  @ParameterizedTest
  @CsvSource({
    "/a/b, /a/b",
    "/a?b#c, /a",
    "/a#b?c, /a",
    "http://h.example/a/b?c, /a/b",
    "HTTPS://user@h.example:8443/a, /a",
    "http://h.example, ''",
    "http://h.example?q=/x, ''",
    "http://h.example#/x, ''",
    "svn+ssh://h/a, /a",
    "/r?to=http://h.example/b, /r",
    "r/http://h.example/b, r/http://h.example/b",
    "1http://h/b, 1http://h/b",
    "://h/b, ://h/b",
    "//h/b, //h/b",
    "http:/b, http:/b",
    "*, *",
    "?a, ''",
    "/%2e%2E/A, /%2e%2E/A",
  })
  void thePathIsCutOutOfTheUrlAsItStands(String url, String path) {
    byte[] bytes = ("x" + url + "/y").getBytes(UTF_8); // the bytes around it are not part of it
    int start = UrlPath.start(bytes, 1, bytes.length - 2);
    int end = UrlPath.end(bytes, start, bytes.length - 2);
    assertEquals(path, new String(bytes, start, end - start, UTF_8));
    assertTrue(holds(new OneOf(Field.PATH, List.of(path)), Events.text(Field.URL, url)));
  }

  @Test
  void manyThreadsGetTheSameAnswers() throws Exception {
    Filter filter =
        Filter.of(
            new RuleSet(
                List.of(
                    new Rule("word", new Contains(Field.USER_AGENT, List.of("bot", "spider"))),
                    new Rule("regex", new Matches(Field.USER_AGENT, "[0-9]{3}x(y|z)+$")),
                    new Rule("range", new InRange(Field.IP, List.of("10.0.0.0/8"))))));
    List<Event> events = new ArrayList<>();
    List<Optional<String>> expected = new ArrayList<>();
    for (int i = 0; i < 250; i++) {
      events.add(Events.userAgent("agent bOt " + i));
      expected.add(Optional.of("word"));
      events.add(Events.userAgent("agent 123xyz" + "yz".repeat(i)));
      expected.add(Optional.of("regex"));
      events.add(Events.ip("10.1.2." + i));
      expected.add(Optional.of("range"));
      events.add(Events.ip("11.1.2." + i));
      expected.add(Optional.empty());
    }
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      Callable<List<Optional<String>>> all =
          () -> events.stream().map(event -> dropping(filter, event)).toList();
      for (Future<List<Optional<String>>> each :
          threads.invokeAll(List.of(all, all, all, all, all, all, all, all))) {
        assertEquals(expected, each.get());
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
