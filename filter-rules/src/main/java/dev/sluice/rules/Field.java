package dev.sluice.rules;

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
}
