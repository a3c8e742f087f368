package dev.sluice.rules;

import dev.sluice.model.Event;

/** Events for tests: an ordinary one, with a field changed at a time. */
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

  /** An event with nothing but what is required. */
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

  private Events() {}
}
