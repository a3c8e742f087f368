// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.decision;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Makes records of about 400 bytes for benchmarks, as a shop's servers write them; the default
 * rules keep about three in ten. Made from a seed, always the same.
 */
public final class BenchmarkTraffic {

  /** The outcome of the records under the default rules. */
  public enum Kind {
    /** All other kinds, in the generator's shares. */
    MIX,
    FILTERED,
    ACCEPTED,
    MALFORMED
  }

  private static final String BROWSER =
      "Mozilla/5.0 (%s) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/%d.0.0.0 Safari/537.36";

  private static final List<String> SYSTEMS =
      List.of(
          "Windows NT 10.0; Win64; x64",
          "Macintosh; Intel Mac OS X 10_15_7",
          "X11; Linux x86_64",
          "Linux; Android 14; Pixel 8");

  private static final List<String> BOTS =
      List.of(
          "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
          "Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)",
          "Sogou web spider/4.0(+http://www.sogou.com/docs/help/webmasters.htm#07)");

  private static final List<String> ASSETS =
      List.of("/assets/app.css?v=17", "/assets/app.js", "/img/hero.jpg", "/fonts/text.woff2");

  private static final List<String> PAGES =
      List.of(
          "/products/folding-bicycle-", "/posts/2025/getting-started-", "/api/v2/items/", "/docs/");

  private static final List<String> HOSTS =
      List.of("shop.example", "www.shop.example", "blog.example", "docs.example");

  private final Random random = new Random(2026);

  /** Makes the given number of records. */
  public static List<byte[]> records(Kind kind, int count) {
    BenchmarkTraffic traffic = new BenchmarkTraffic();
    List<byte[]> records = new ArrayList<>();
    while (records.size() < count) {
      records.add(traffic.record(kind).getBytes(UTF_8));
    }
    return records;
  }

  private String record(Kind kind) {
    return switch (kind) {
      case MIX -> {
        int drawn = random.nextInt(1_000);
        yield record(drawn < 15 ? Kind.MALFORMED : drawn < 655 ? Kind.FILTERED : Kind.ACCEPTED);
      }
      case ACCEPTED -> event(-1);
      case FILTERED -> event(random.nextInt(64));
      case MALFORMED -> malformed(event(-1));
    };
  }

  private String malformed(String event) {
    return switch (random.nextInt(4)) {
      case 0 -> event.substring(0, 1 + random.nextInt(event.length() - 1));
      case 1 -> event.replace("T", " ");
      case 2 -> event.replace("\"host\"", "\"hosts\"");
      default -> event.replace("\"status\":", "\"status\":-");
    };
  }

  /**
   * @param trait below 0 for none, else from 0 to 63, in the generator's shares
   */
  private String event(int trait) {
    boolean bot = trait >= 0 && trait < 18;
    boolean asset = trait >= 18 && trait < 40;
    boolean probe = trait >= 40 && trait < 45;
    boolean internal = trait >= 45 && trait < 50;
    boolean failed = trait >= 50 && trait < 56;
    boolean untracked = trait >= 56;
    String host = pick(HOSTS);
    String url = asset ? pick(ASSETS) : probe ? "/healthz" : pick(PAGES) + random.nextInt(1_000);
    String query = asset || probe || random.nextInt(3) > 0 ? "" : "?utm_source=newsletter&page=2";
    String agent = bot ? pick(BOTS) : BROWSER.formatted(pick(SYSTEMS), 100 + random.nextInt(45));
    String json =
        """
        {"event_id":"%016x-%08x-a000","event_time":"2026-01-01T00:%02d:%02d.%06dZ","host":"%s",\
        "url":"%s","ip":"%s","method":"GET","status":%d,"bytes":%d,\
        "referrer":"https://%s/category/lamps?sort=price","user_agent":"%s"}"""
            .formatted(
                random.nextLong(),
                random.nextInt(),
                random.nextInt(60),
                random.nextInt(60),
                random.nextInt(1_000_000),
                untracked ? "staging." + host : host,
                url + query,
                address(internal),
                failed ? 404 : 200,
                random.nextInt(200_000),
                host,
                agent);
    // Some producers escape slashes, some add spaces.
    int style = random.nextInt(10);
    return style == 0
        ? json.replace("/", "\\/")
        : style == 1 ? json.replace("\":", "\": ").replace(",\"", ", \"") : json;
  }

  private String address(boolean internal) {
    if (internal) {
      return "10." + random.nextInt(256) + "." + random.nextInt(256) + ".7";
    }
    return random.nextInt(5) == 0
        ? "2001:db8:%x:1:2:3:4:%x".formatted(random.nextInt(0x10000), random.nextInt(0x10000))
        : "%d.%d.%d.%d"
            .formatted(
                11 + random.nextInt(89),
                random.nextInt(256),
                random.nextInt(256),
                random.nextInt(256));
  }

  private String pick(List<String> from) {
    return from.get(random.nextInt(from.size()));
  }

  /** A rule with the given number of random words, none of which occurs. */
  static String words(int count) {
    Random random = new Random(7);
    return rule("contains", "user_agent", "words", count, i -> word(random));
  }

  private static String word(Random random) {
    StringBuilder word = new StringBuilder("q");
    random.ints(4 + random.nextInt(8), 'a', 'z' + 1).forEach(c -> word.insert(1, (char) c));
    return word.append('q').toString();
  }

  /** A rule with the given number of random networks, which contain hardly any of the addresses. */
  static String cidrs(int count) {
    Random random = new Random(8);
    return rule(
        "in_range",
        "ip",
        "cidrs",
        count,
        i ->
            i % 5 == 0
                ? "2001:db8:%x:%x::/64".formatted(random.nextInt(0x10000), i)
                : "%d.%d.%d.0/28"
                    .formatted(1 + random.nextInt(220), random.nextInt(256), random.nextInt(256)));
  }

  private static String rule(
      String condition, String field, String list, int count, IntFunction<String> entry) {
    return String.format(
        Locale.ROOT,
        "{\"rules\":[{\"name\":\"r\",\"when\":{\"%s\":{\"field\":\"%s\",\"%s\":[%s]}}}]}",
        condition,
        field,
        list,
        IntStream.range(0, count)
            .mapToObj(i -> "\"" + entry.apply(i) + "\"")
            .collect(Collectors.joining(",")));
  }
}
