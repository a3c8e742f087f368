// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.latency;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.SplittableRandom;

/**
 * Events of about 400 bytes, each with its due time as its event time, which the row keeps to the
 * microsecond. The default rules accept one in three, and no two have the same identity. Apart from
 * identity and time they are generated in advance, so that a hundred thousand a second cost little.
 * Not thread-safe.
 */
final class TimedEvents {

  private static final int DRAWN = 1_024;
  private static final int PAGE_EVERY = 3;
  private static final int MICROS_PER_SECOND = 1_000_000;

  private static final String HEX = "0123456789abcdef";
  private static final String ID = "00000000-0000-0000-0000-000000000000";
  private static final String TIME = "0000-00-00T00:00:00.000000Z";
  private static final String HEAD = "{\"event_id\":\"" + ID + "\",\"event_time\":\"" + TIME + "\"";

  private static final int ID_AT = HEAD.indexOf(ID);
  private static final int TIME_AT = HEAD.indexOf(TIME);
  private static final int FRACTION_END = TIME_AT + TIME.length() - 1;

  private static final DateTimeFormatter SECOND =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss").withZone(ZoneOffset.UTC);

  private static final String[] PAGES = {
    "/products/espresso-machine-2000?colour=red&utm_source=newsletter&utm_campaign=spring",
    "/blog/2026/01/how-to-descale-a-kettle-without-vinegar?ref=front-page&position=3",
    "/search?q=grinder+with+conical+burrs+and+timer&page=2&sort=price-ascending",
  };

  private static final String[] AGENTS = {
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0"
        + " Safari/537.36",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)"
        + " Version/19.1 Safari/605.1.15",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 19_2 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like"
        + " Gecko) Version/19.2 Mobile/15E148 Safari/604.1",
  };

  private final SplittableRandom random;
  private final byte[][] drawn = new byte[DRAWN][];
  private long second = Long.MIN_VALUE;
  private byte[] secondText = {};

  TimedEvents(long seed) {
    this.random = new SplittableRandom(seed);
    for (int i = 0; i < DRAWN; i++) {
      drawn[i] = draw(i % PAGE_EVERY == 0).getBytes(US_ASCII);
    }
  }

  /**
   * The next event.
   *
   * @param micros when it is due to be sent, since the epoch
   */
  byte[] next(long micros) {
    byte[] event = drawn[random.nextInt(DRAWN)].clone();
    putIdentity(event);
    putTime(event, micros);
    return event;
  }

  /** Requests for a page's assets are twice as frequent as pages, and the rules drop them. */
  private String draw(boolean isPage) {
    String url =
        isPage
            ? PAGES[random.nextInt(PAGES.length)]
            : "/assets/theme/app-" + Integer.toHexString(random.nextInt()) + ".css";
    return HEAD
        + ",\"host\":\"shop.example\",\"url\":\"%s\",\"ip\":\"203.0.113.%s\",\"method\":\"GET\","
            .formatted(url, random.nextInt(256))
        + "\"status\":200,\"bytes\":%s,\"referrer\":\"https://www.shop.example/\","
            .formatted(random.nextInt(100_000))
        + "\"user_agent\":\"%s\"}".formatted(AGENTS[random.nextInt(AGENTS.length)]);
  }

  private void putIdentity(byte[] event) {
    long bits = 0;
    int left = 0;
    for (int i = 0; i < ID.length(); i++) {
      if (ID.charAt(i) != '-') {
        if (left == 0) {
          bits = random.nextLong();
          left = Long.SIZE / 4;
        }
        event[ID_AT + i] = (byte) HEX.charAt((int) (bits & 0xf));
        bits >>>= 4;
        left--;
      }
    }
  }

  private void putTime(byte[] event, long micros) {
    long newSecond = Math.floorDiv(micros, MICROS_PER_SECOND);
    if (newSecond != second) {
      second = newSecond;
      secondText = SECOND.format(Instant.ofEpochSecond(newSecond)).getBytes(US_ASCII);
    }
    System.arraycopy(secondText, 0, event, TIME_AT, secondText.length);
    int fraction = Math.floorMod(micros, MICROS_PER_SECOND);
    for (int at = FRACTION_END - 1; at > FRACTION_END - 7; at--) {
      event[at] = (byte) ('0' + fraction % 10);
      fraction /= 10;
    }
  }
}
