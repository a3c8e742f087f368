// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.input.traffic;

import java.util.List;

/** Generates user agents: browsers, and programs that name themselves. */
final class Agents {

  private static final List<String> DESKTOPS =
      List.of(
          "Windows NT 10.0; Win64; x64",
          "Windows NT 10.0; WOW64",
          "Macintosh; Intel Mac OS X 10_15_7",
          "Macintosh; Intel Mac OS X 14_6_1",
          "X11; Linux x86_64",
          "X11; Ubuntu; Linux x86_64",
          "X11; CrOS x86_64 14541.0.0");

  private static final List<String> PHONES =
      List.of(
          "SM-S921B",
          "SM-A546E",
          "Pixel 8",
          "Pixel 7a",
          "moto g84 5G",
          "2201117TG",
          "CPH2581",
          // A manufacturer whose name contains the word by which most programs are recognised.
          "CUBOT X30",
          "SM-X710",
          "Nokia G42 5G");

  private static final List<String> BOTS =
      List.of(
          "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
          "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
          "Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)",
          "Mozilla/5.0 (compatible; SemrushBot/7~bl; +http://www.semrush.com/bot.html)",
          "Mozilla/5.0 (compatible; YandexBot/3.0; +http://yandex.com/bots)",
          "Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)",
          "Mozilla/5.0 (compatible; DotBot/1.2; help@moz.com)",
          "Mozilla/5.0 (compatible; MJ12bot/v1.4.8; http://mj12bot.com/)",
          "CCBot/2.0 (https://commoncrawl.org/faq/)",
          "Screaming Frog SEO SPIDER/19.4",
          "Sogou web spider/4.0(+http://www.sogou.com/docs/help/webmasters.htm#07)",
          "ExampleCrawler/0.9 (+https://crawl.example/)",
          "Mozilla/5.0 (X11; Linux x86_64) PagecrawlerX/3",
          "\"quoted\\bot\"/1.0",
          "Bytespider; spider-feedback@bytespider.example");

  private static final List<String> PROBES =
      List.of("kube-probe/1.29", "kube-probe/1.31+", "ELB-HealthChecker/2.0");

  /** A browser; the default rule for bots matches none. */
  static String browser(SeededRandom random) {
    int version = 100 + random.below(45);
    return switch (random.below(8)) {
      case 0, 1, 2 -> webkit(random.pick(DESKTOPS)) + "Chrome/" + version + ".0.0.0 Safari/537.36";
      case 3 ->
          webkit("Linux; Android " + (10 + random.below(6)) + "; " + random.pick(PHONES))
              + "Chrome/"
              + version
              + ".0.0.0 Mobile Safari/537.36";
      case 4 ->
          "Mozilla/5.0 ("
              + random.pick(DESKTOPS)
              + "; rv:"
              + version
              + ".0) Gecko/20100101 Firefox/"
              + version
              + ".0";
      case 5 ->
          "Mozilla/5.0 (iPhone; CPU iPhone OS "
              + (15 + random.below(4))
              + "_"
              + random.below(7)
              + " like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/"
              + (15 + random.below(4))
              + ".0 Mobile/15E148 Safari/604.1";
      case 6 ->
          webkit(random.pick(DESKTOPS))
              + "Chrome/"
              + version
              + ".0.0.0 Safari/537.36 Edg/"
              + version
              + ".0."
              + random.below(3000)
              + "."
              + random.below(100);
      default ->
          random.chance(0.9)
              ? "Opera/9.80 (Windows NT 6.1; U; de) Presto/2." + random.below(13)
              // Not the word it looks like: the letters o are Greek.
              : "Mozilla/5.0 (Ubuntu; rοbοt-theme; \"日本語\\UI\") ShopApp/" + random.below(9);
    };
  }

  /** A program that a rule finds by the words bot, crawler or spider, in any case. */
  static String bot(SeededRandom random) {
    return random.pick(BOTS);
  }

  /** A probe that a rule finds by the start of its name. */
  static String probe(SeededRandom random) {
    return random.pick(PROBES);
  }

  private static String webkit(String system) {
    return "Mozilla/5.0 (" + system + ") AppleWebKit/537.36 (KHTML, like Gecko) ";
  }

  private Agents() {}
}
