// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.input.traffic;

import java.util.List;

/** The content of the site: hosts, pages by popularity, assets, and where visitors come from. */
final class Site {

  static final List<String> TRACKED =
      List.of("shop.example", "www.shop.example", "blog.example", "docs.example");

  private static final List<String> UNTRACKED =
      List.of(
          "staging.shop.example",
          "cdn.example",
          "203.0.113.10",
          "shop.example.evil.test",
          "myshop.example",
          "SHOP.EXAMPLE.",
          "localhost",
          "bücher.example",
          "[2001:db8::10]");

  private static final List<String> ADJECTIVES =
      List.of(
          "red",
          "small",
          "wooden",
          "quiet",
          "northern",
          "folding",
          "bright",
          "plain",
          "heavy",
          "café-crème",
          "zweiteilige",
          "soft");

  private static final List<String> NOUNS =
      List.of(
          "kettle",
          "lamp",
          "notebook",
          "chair",
          "bicycle",
          "umbrella",
          "teapot",
          "backpack",
          "jacket",
          "désk",
          "crème",
          "tent",
          "radio",
          "お茶",
          "compass",
          "ladder");

  private static final List<String> TOPICS =
      List.of(
          "getting-started",
          "configuration",
          "windows",
          "joins",
          "state",
          "exactly-once",
          "upgrades",
          "scaling",
          "healthy-recipes",
          "ping-pong",
          "readyness",
          "faq");

  private static final List<String> QUERIES =
      List.of(
          "?utm_source=newsletter&utm_campaign=spring",
          "?ref=home",
          "?page=2",
          "?q=style.css",
          "?q=caf%C3%A9+cr%C3%A8me&sort=price",
          "?q=\"exact words\"",
          "?next=/health",
          "?emoji=🫖",
          "?a=1&a=2&b=",
          "?path=C:\\temp\\x.js",
          "#reviews");

  private static final List<String> ASSETS =
      List.of(
          "/assets/app.css",
          "/assets/app.js",
          "/assets/vendor/chart.min.js",
          "/assets/app.js.map",
          "/favicon.ico",
          "/img/logo.svg",
          "/img/hero.jpg",
          "/img/old.jpeg",
          "/img/spinner.gif",
          "/fonts/text.woff",
          "/fonts/text.woff2",
          "/img/crème brûlée.png");

  private static final List<String> PROBED =
      List.of("/health", "/healthz", "/ready", "/livez", "/ping");

  private static final List<String> REFERRERS =
      List.of(
          "https://www.google.com/",
          "https://duckduckgo.com/",
          "https://news.example/item?id=4711",
          "android-app://com.google.android.gm/",
          "https://t.example/aB3dE",
          "https://søk.example/?q=te",
          "");

  private static final int PRODUCTS = 1_000;
  private static final int POSTS = 200;
  private static final Popularity PRODUCT_RANKS = new Popularity(PRODUCTS);
  private static final Popularity POST_RANKS = new Popularity(POSTS);

  /** A host that the default rules track; half the time the first. */
  static String tracked(SeededRandom random) {
    return TRACKED.get(Math.max(random.below(6) - 2, 0));
  }

  static String untracked(SeededRandom random) {
    return random.pick(UNTRACKED);
  }

  /** A page whose path no default rule matches; sometimes as an absolute URL. */
  static String page(String host, SeededRandom random) {
    return absolute(host, path(random) + (random.chance(0.35) ? random.pick(QUERIES) : ""), random);
  }

  /** A file whose path ends in a suffix of the default rules. */
  static String asset(String host, SeededRandom random) {
    String query = random.chance(0.3) ? "?v=" + random.below(100) : "";
    return absolute(host, random.pick(ASSETS) + query, random);
  }

  /** A path that exactly matches one that probes request. */
  static String probed(String host, SeededRandom random) {
    String query = random.chance(0.1) ? "?verbose=1" : "";
    return absolute(host, random.pick(PROBED) + query, random);
  }

  static String referrer(String host, SeededRandom random) {
    return random.chance(0.5) ? "https://" + host + path(random) : random.pick(REFERRERS);
  }

  private static String path(SeededRandom random) {
    return switch (random.below(10)) {
      case 0, 1, 2, 3 -> product(PRODUCT_RANKS.rank(random));
      case 4, 5 -> "/posts/" + (2025 - POST_RANKS.rank(random) % 9) + "/" + random.pick(TOPICS);
      case 6 -> "/docs/" + random.pick(TOPICS) + "/" + random.pick(TOPICS);
      case 7 -> "/category/" + random.pick(NOUNS);
      case 8 -> "/api/v2/items/" + (100_000 + random.below(900_000));
      default -> "/";
    };
  }

  private static String product(int rank) {
    return "/products/"
        + ADJECTIVES.get(rank % ADJECTIVES.size())
        + "-"
        + NOUNS.get(rank / ADJECTIVES.size() % NOUNS.size())
        + "-"
        + rank;
  }

  private static String absolute(String host, String path, SeededRandom random) {
    return random.chance(0.04) ? "https://" + host + path : path;
  }

  private Site() {}
}
