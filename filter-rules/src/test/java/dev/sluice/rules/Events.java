// SPDX-License-Identifier: Apache-2.0
package dev.sluice.rules;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.model.Event;
import dev.sluice.model.EventTime;
import dev.sluice.model.EventView;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Events for tests: an ordinary one, with one field changed at a time. */
final class Events {

  /** An event with every field. */
  static Event full() {
    return new Event(
        "id-1",
        0,
        "shop.example",
        "https://shop.example/items/7?q=a#top",
        "203.0.113.9",
        "GET",
        200,
        1234L,
        "https://news.example/",
        "Mozilla/5.0 (X11; Linux x86_64)");
  }

  /** An event with only the required fields. */
  static Event bare() {
    return new Event(null, 0, "shop.example", "/", null, null, null, null, null, null);
  }

  static Event userAgent(String userAgent) {
    return text(Field.USER_AGENT, userAgent);
  }

  static Event ip(String ip) {
    return text(Field.IP, ip);
  }

  /** The full event with this text field changed; a path is changed as the whole url. */
  static Event text(Field field, String value) {
    Event e = full();
    return new Event(
        field == Field.EVENT_ID ? value : e.eventId(),
        e.eventTimeMicros(),
        field == Field.HOST ? value : e.host(),
        field == Field.URL || field == Field.PATH ? value : e.url(),
        field == Field.IP ? value : e.ip(),
        field == Field.METHOD ? value : e.method(),
        e.status(),
        e.bytes(),
        field == Field.REFERRER ? value : e.referrer(),
        field == Field.USER_AGENT ? value : e.userAgent());
  }

  static Event numbers(Integer status, Long bytes) {
    Event e = full();
    return new Event(
        e.eventId(),
        e.eventTimeMicros(),
        e.host(),
        e.url(),
        e.ip(),
        e.method(),
        status,
        bytes,
        e.referrer(),
        e.userAgent());
  }

  /** A view that has read the event's JSON. */
  static EventView view(Event event) {
    EventView view = new EventView();
    Optional<?> defect = view.read(json(event, Events::escaped).getBytes(UTF_8));
    if (defect.isPresent()) {
      throw new AssertionError(event + " is not an event: " + defect.get());
    }
    return view;
  }

  /**
   * The event as JSON, without the fields that it lacks.
   *
   * @param escaped gives what to write between the quotation marks for a text
   */
  static String json(Event event, UnaryOperator<String> escaped) {
    StringBuilder json = new StringBuilder("{");
    member(json, "event_id", quoted(event.eventId(), escaped));
    member(json, "event_time", quoted(EventTime.format(event.eventTimeMicros()), escaped));
    member(json, "host", quoted(event.host(), escaped));
    member(json, "url", quoted(event.url(), escaped));
    member(json, "ip", quoted(event.ip(), escaped));
    member(json, "method", quoted(event.method(), escaped));
    member(json, "status", event.status());
    member(json, "bytes", event.bytes());
    member(json, "referrer", quoted(event.referrer(), escaped));
    member(json, "user_agent", quoted(event.userAgent(), escaped));
    return json.append("}").toString();
  }

  private static void member(StringBuilder json, String name, Object value) {
    if (value != null) {
      json.append(json.length() > 1 ? "," : "").append('"').append(name).append("\":");
      json.append(value);
    }
  }

  private static String quoted(String text, UnaryOperator<String> escaped) {
    return text == null ? null : '"' + escaped.apply(text) + '"';
  }

  /** The text with only the escapes that JSON requires. */
  static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        escaped.append('\\').append(c);
      } else {
        escaped.append(c < 0x20 ? "\\u%04x".formatted((int) c) : String.valueOf(c));
      }
    }
    return escaped.toString();
  }

  private Events() {}
}
