package dev.sluice.rules;

import dev.sluice.model.Event;
import java.util.Locale;

/** What a condition may look at. */
public enum Field {
  EVENT_ID(Kind.TEXT),
  HOST(Kind.TEXT),
  URL(Kind.TEXT),
  /** Of {@link #URL}: what follows scheme and authority, up to the first {@code ?} or {@code #}. */
  PATH(Kind.TEXT),
  IP(Kind.TEXT),
  METHOD(Kind.TEXT),
  STATUS(Kind.NUMBER),
  BYTES(Kind.NUMBER),
  REFERRER(Kind.TEXT),
  USER_AGENT(Kind.TEXT);

  /** The kind of a field's values. */
  public enum Kind {
    TEXT,
    NUMBER
  }

  private final Kind kind;
  private final String key = name().toLowerCase(Locale.ROOT);

  Field(Kind kind) {
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }

  /** The name in rule files, such as {@code user_agent}. */
  public String key() {
    return key;
  }

  /** The event's value of this text field; null where it is absent. */
  String text(Event event) {
    return switch (this) {
      case EVENT_ID -> event.eventId();
      case HOST -> event.host();
      case URL -> event.url();
      case PATH -> UrlPath.of(event.url());
      case IP -> event.ip();
      case METHOD -> event.method();
      case REFERRER -> event.referrer();
      case USER_AGENT -> event.userAgent();
      case STATUS, BYTES -> throw new IllegalStateException(key + " is a number");
    };
  }

  /** The event's value of this number field; null where it is absent. */
  Long number(Event event) {
    return switch (this) {
      case STATUS -> event.status() == null ? null : Long.valueOf(event.status());
      case BYTES -> event.bytes();
      default -> throw new IllegalStateException(key + " is a text");
    };
  }

  /** Whether the event lacks this field. */
  boolean absentFrom(Event event) {
    return (kind == Kind.TEXT ? text(event) : number(event)) == null;
  }
}
