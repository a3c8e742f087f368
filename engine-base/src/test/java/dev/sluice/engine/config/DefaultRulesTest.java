// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.model.EventView;
import dev.sluice.model.Outcome;
import dev.sluice.rules.Filter;
import dev.sluice.rules.Rule;
import dev.sluice.rules.RuleSet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DefaultRulesTest {

  private static final String BROWSER =
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0";

  private static final RuleSet RULES = RulesFile.parse("rules.yaml", RulesFile.defaultRules());

  private static String dropping(
      String host, String url, String ip, Integer status, String userAgent) {
    return dropping(RULES, host, url, ip, status, userAgent).orElse("none");
  }

  private static Optional<String> dropping(
      RuleSet rules, String host, String url, String ip, Integer status, String userAgent) {
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("event_time", "2026-01-01T00:00:00Z");
    event.put("host", host);
    event.put("url", url);
    event.put("ip", ip);
    event.put("method", "GET");
    event.put("status", status);
    event.put("bytes", 512);
    event.put("user_agent", userAgent);
    EventView view = new EventView();
    assertEquals(Optional.empty(), view.read(Json.write(event).getBytes(StandardCharsets.UTF_8)));
    return Filter.of(rules).drops(view).map(Outcome.Filtered::rule);
  }

  private static String dropping(String url) {
    return dropping("shop.example", url, "203.0.113.9", 200, BROWSER);
  }

  private static String droppingAgent(String userAgent) {
    return dropping("shop.example", "/", "203.0.113.9", 200, userAgent);
  }

  private static String droppingIp(String ip) {
    return dropping("shop.example", "/", ip, 200, BROWSER);
  }

  @Test
  void theBundledRulesAreTheFileAtTheRoot() throws IOException {
    assertEquals(Files.readString(Path.of("..", "rules.yaml")), RulesFile.defaultRules());
  }

  @Test
  void theRulesHaveTheirNamesAndTheirOrder() {
    assertEquals(
        List.of(
            "bots",
            "static_assets",
            "health_checks",
            "internal_clients",
            "failed_requests",
            "untracked_hosts"),
        RULES.rules().stream().map(Rule::name).toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"shop.example", "www.shop.example", "blog.example", "docs.example"})
  void anOrdinaryRequestToATrackedHostPasses(String host) {
    assertEquals("none", dropping(host, "/items/7?ref=.css", "2001:db8::7", 304, BROWSER));
    assertEquals("none", dropping(host, "/healthy-food", null, null, null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; bingbot/2.0)",
        "Mozilla/5.0 (compatible; Yahoo! Slurp; http://help.yahoo.com/help/us/ysearch/slurp)",
        "Sogou web spider/4.0",
        "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
        "NewlyInventedBot 0.1",
        "Mozilla/5.0 (compatible; Ezooms/1.0; help@moz.com)",
        "curl/8.9.1",
        "python-requests/2.32.3",
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 HeadlessChrome/126.0.0.0 Safari/537.36"
      })
  void botsAreDropped(String userAgent) {
    assertEquals("bots", droppingAgent(userAgent));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        BROWSER,
        "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko)"
            + " Chrome/126.0.0.0 Mobile Safari/537.36",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like"
            + " Gecko) Version/17.5 Mobile/15E148 Safari/604.1",
        "Opera/9.80 (J2ME/MIDP; Opera Mini/7.1.32052/34.1244; U; en) Presto/2.8.119 Version/11.10",
        ""
      })
  void peopleAreNot(String userAgent) {
    assertEquals("none", droppingAgent(userAgent));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/site.css",
        "/a/app.js?v=3",
        "https://shop.example/logo.png#x",
        "/favicon.ico",
        "/fonts/inter.woff2",
        "/app.js.map",
        "/IMG_0001.JPG"
      })
  void staticAssetsAreDropped(String url) {
    assertEquals("static_assets", dropping(url));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/health", "/healthz?full=1", "/ready", "/livez", "/ping"})
  void healthChecksAreDroppedByPath(String url) {
    assertEquals("health_checks", dropping(url));
  }

  @ParameterizedTest
  @ValueSource(strings = {"kube-probe/1.31", "ELB-HealthChecker/2.0", "GoogleHC/1.0"})
  void healthChecksAreDroppedByUserAgent(String userAgent) {
    assertEquals("health_checks", droppingAgent(userAgent));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.0",
        "10.255.255.255",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "127.0.0.1",
        "169.254.169.254",
        "100.64.0.1",
        "::1",
        "fd12:3456:789a::1",
        "fe80::1",
        "febf::1",
        "::ffff:192.168.1.1"
      })
  void internalClientsAreDropped(String ip) {
    assertEquals("internal_clients", droppingIp(ip));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "9.255.255.255",
        "11.0.0.0",
        "172.15.255.255",
        "172.32.0.0",
        "192.169.0.0",
        "100.128.0.0",
        "::2",
        "fec0::1",
        "2001:db8::1",
        "unknown"
      })
  void otherClientsAreNot(String ip) {
    assertEquals("none", droppingIp(ip));
  }

  @ParameterizedTest
  @CsvSource({
    "399,none",
    "400,failed_requests",
    "404,failed_requests",
    "599,failed_requests",
    "600,none",
    "0,none"
  })
  void failedRequestsAreDropped(int status, String rule) {
    assertEquals(rule, dropping("shop.example", "/", "203.0.113.9", status, BROWSER));
  }

  @ParameterizedTest
  @ValueSource(strings = {"other.example", "shop.example.evil.example", "SHOP.example", "example"})
  void untrackedHostsAreDropped(String host) {
    assertEquals("untracked_hosts", dropping(host, "/", "203.0.113.9", 200, BROWSER));
  }

  @Test
  void theFirstRuleNamesTheReason() {
    assertEquals("bots", dropping("other.example", "/a.css", "10.0.0.1", 500, "curl/8.9.1"));
    assertEquals("static_assets", dropping("other.example", "/a.css", "10.0.0.1", 500, BROWSER));
    assertEquals("failed_requests", dropping("other.example", "/", "203.0.113.9", 500, BROWSER));
  }

  @Test
  void aHostMayBeTrackedBesides() {
    assertEquals(
        Optional.of("untracked_hosts"), dropping(RULES, "mine.example", "/", null, 200, null));
    RuleSet widened = RULES.withTrackedHost("mine.example");
    assertEquals(Optional.empty(), dropping(widened, "mine.example", "/", null, 200, null));
    assertEquals(widened, RulesFile.parse("f", RulesFile.canonicalJson(widened)));
  }
}
