// SPDX-License-Identifier: Apache-2.0
package dev.sluice.model;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Record values for tests: one good event, and parts to build others from. */
final class Values {

  /** Every field of the model, each with a value. */
  static final String FULL =
      """
      {"event_id": "a-1", "event_time": "2025-01-02T03:04:05.000006Z", "host": "shop.example",
       "url": "/cart?id=7", "ip": "203.0.113.9", "method": "GET", "status": 200, "bytes": 5120,
       "referrer": "https://shop.example/", "user_agent": "Mozilla/5.0 (X11)"}
      """;

  private static final String REQUIRED =
      "\"event_time\":\"2025-01-02T03:04:05Z\",\"host\":\"shop.example\",\"url\":\"/\"";

  /** An event with the required fields and the given members. */
  static String with(String members) {
    return "{" + REQUIRED + "," + members + "}";
  }

  /** An event with these three values, as JSON writes them. */
  static String required(String eventTime, String host, String url) {
    return "{\"event_time\":" + eventTime + ",\"host\":" + host + ",\"url\":" + url + "}";
  }

  /** An event with this text as its time. */
  static String at(String eventTime) {
    return required("\"" + eventTime + "\"", "\"shop.example\"", "\"/\"");
  }

  static String text(String content) {
    return "\"" + content + "\"";
  }

  /** The reason's code, or {@code ok}. */
  static String verdict(byte[] value) {
    Decoded decoded = new EventDecoder().decode(value);
    return decoded instanceof Decoded.Bad bad ? bad.reason().code() : "ok";
  }

  static String verdict(String value) {
    return verdict(value.getBytes(UTF_8));
  }

  /** Decodes a value; fails if it is not an event. */
  static Event event(String value) {
    Decoded decoded = new EventDecoder().decode(value.getBytes(UTF_8));
    if (decoded instanceof Decoded.Ok ok) {
      return ok.event();
    }
    throw new AssertionError("not an event, but " + decoded + ": " + value);
  }

  private Values() {}
}
