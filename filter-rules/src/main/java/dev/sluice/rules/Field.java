// SPDX-License-Identifier: Apache-2.0
package dev.sluice.rules;

import dev.sluice.model.EventField;
import dev.sluice.model.EventView;
import java.util.Locale;

/** The fields that a condition can test. */
public enum Field {
  EVENT_ID(Kind.TEXT, EventField.EVENT_ID),
  HOST(Kind.TEXT, EventField.HOST),
  URL(Kind.TEXT, EventField.URL),
  /**
   * The path in {@link #URL}: after scheme and authority, up to the first {@code ?} or {@code #}.
   */
  PATH(Kind.TEXT, EventField.URL),
  IP(Kind.TEXT, EventField.IP),
  METHOD(Kind.TEXT, EventField.METHOD),
  STATUS(Kind.NUMBER, EventField.STATUS),
  BYTES(Kind.NUMBER, EventField.BYTES),
  REFERRER(Kind.TEXT, EventField.REFERRER),
  USER_AGENT(Kind.TEXT, EventField.USER_AGENT);

  /** The kind of a field's values. */
  public enum Kind {
    TEXT,
    NUMBER
  }

  private final Kind kind;
  private final EventField source;
  private final String key = name().toLowerCase(Locale.ROOT);

  Field(Kind kind, EventField source) {
    this.kind = kind;
    this.source = source;
  }

  public Kind kind() {
    return kind;
  }

  /** The name in rule files, such as {@code user_agent}. */
  public String key() {
    return key;
  }

  /** A check of this text field; false if the event lacks the field. */
  Check text(TextCheck holds) {
    if (this == PATH) {
      return event -> {
        byte[] url = event.array(source);
        int start = UrlPath.start(url, event.start(source), event.end(source));
        return holds.holds(url, start, UrlPath.end(url, start, event.end(source)));
      };
    }
    return event ->
        event.has(source)
            && holds.holds(event.array(source), event.start(source), event.end(source));
  }

  /** The event's value of this number field; negative if it is absent. */
  long number(EventView event) {
    return switch (this) {
      case STATUS -> event.status();
      case BYTES -> event.bytes();
      default -> throw new IllegalStateException(key + " is a text");
    };
  }

  /** Whether the event lacks this field. */
  boolean absentFrom(EventView event) {
    return !event.has(source);
  }
}
