// SPDX-License-Identifier: Apache-2.0
package dev.sluice.model;

import java.util.Locale;

/** The fields of the model, in the order of {@link Event} (R1). */
public enum EventField {
  EVENT_ID(Type.TEXT, Limits.EVENT_ID_BYTES),
  EVENT_TIME(Type.REQUIRED_TEXT, Limits.TOKEN_BYTES),
  HOST(Type.REQUIRED_TEXT, Limits.HOST_BYTES),
  URL(Type.REQUIRED_TEXT, Limits.TEXT_BYTES),
  IP(Type.TEXT, Limits.TOKEN_BYTES),
  METHOD(Type.TEXT, Limits.TOKEN_BYTES),
  STATUS(Type.NUMBER, Limits.TOKEN_BYTES),
  BYTES(Type.NUMBER, Limits.TOKEN_BYTES),
  REFERRER(Type.TEXT, Limits.TEXT_BYTES),
  USER_AGENT(Type.TEXT, Limits.TEXT_BYTES);

  /** The type of a field's value, if it is not null. */
  enum Type {
    TEXT,
    REQUIRED_TEXT,
    NUMBER
  }

  static final int COUNT = values().length;

  /** The index returned for a name that leads to no field. */
  static final int NONE = -1;

  private final Type type;
  private final int limit;
  private final String key = name().toLowerCase(Locale.ROOT);

  EventField(Type type, int limit) {
    this.type = type;
    this.limit = limit;
  }

  /** The field's name, such as {@code user_agent}. */
  public String key() {
    return key;
  }

  /** The index in {@link #values()}, for arrays with one cell per field. */
  @SuppressWarnings("EnumOrdinal") // the arrays live no longer than the enum
  int index() {
    return ordinal();
  }

  /** The bit of this field in a set of fields. */
  int bit() {
    return 1 << index();
  }

  /** Whether the field is a text, not a number. */
  public boolean isText() {
    return type != Type.NUMBER;
  }

  boolean isRequired() {
    return type == Type.REQUIRED_TEXT;
  }

  /** Whether an empty text is a defect. */
  boolean refusesEmpty() {
    return isRequired() || this == EVENT_ID;
  }

  /** The maximum length of the field as a text, in UTF-8 bytes. */
  int limit() {
    return limit;
  }

  /** The largest value of a number. */
  long most() {
    return this == STATUS ? Limits.STATUS : Long.MAX_VALUE;
  }
}
