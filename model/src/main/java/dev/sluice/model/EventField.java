// SPDX-License-Identifier: Apache-2.0
package dev.sluice.model;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import java.util.Locale;

/** The fields of the model, in the order of {@link Event}; all others are ignored (R1). */
public enum EventField {
  EVENT_ID(Type.TEXT, Limits.EVENT_ID_BYTES),
  EVENT_TIME(Type.REQUIRED_TEXT, Limits.TOKEN_BYTES),
  HOST(Type.REQUIRED_TEXT, Limits.HOST_BYTES),
  URL(Type.REQUIRED_TEXT, Limits.TEXT_BYTES),
  IP(Type.TEXT, Limits.TOKEN_BYTES),
  METHOD(Type.TEXT, Limits.TOKEN_BYTES),
  STATUS(Type.NUMBER, Limits.NUMBER_LENGTH),
  BYTES(Type.NUMBER, Limits.NUMBER_LENGTH),
  REFERRER(Type.TEXT, Limits.TEXT_BYTES),
  USER_AGENT(Type.TEXT, Limits.TEXT_BYTES);

  /** The type of a field's value, if it is not null. */
  enum Type {
    TEXT,
    REQUIRED_TEXT,
    NUMBER
  }

  static final int COUNT = values().length;

  /** The length of the longest field name, in bytes. */
  static final int LONGEST_NAME = 10;

  /** The index returned for a name that is not a field of the model. */
  static final int NONE = -1;

  private static final EventField[][] BY_NAME_LENGTH = byNameLength();

  private final Type type;
  private final int limit;

  @SuppressWarnings("ImmutableEnumChecker") // never handed out
  private final byte[] key = name().toLowerCase(Locale.ROOT).getBytes(US_ASCII);

  EventField(Type type, int limit) {
    this.type = type;
    this.limit = limit;
  }

  /**
   * The index of the field whose name is in the range, compared byte by byte; {@link #NONE} for any
   * other name.
   */
  static int named(byte[] text, int start, int end) {
    if (end - start > LONGEST_NAME) {
      return NONE;
    }
    for (EventField field : BY_NAME_LENGTH[end - start]) {
      if (Arrays.equals(field.key, 0, field.key.length, text, start, end)) {
        return field.index();
      }
    }
    return NONE;
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

  boolean isText() {
    return type != Type.NUMBER;
  }

  boolean isRequired() {
    return type == Type.REQUIRED_TEXT;
  }

  /** Whether an empty text is a defect. */
  boolean refusesEmpty() {
    return isRequired() || this == EVENT_ID;
  }

  /** The maximum length of the field, in bytes. */
  int limit() {
    return limit;
  }

  private static EventField[][] byNameLength() {
    EventField[][] fields = new EventField[LONGEST_NAME + 1][];
    for (int length = 0; length <= LONGEST_NAME; length++) {
      int wanted = length;
      fields[length] =
          Arrays.stream(values())
              .filter(field -> field.key.length == wanted)
              .toArray(EventField[]::new);
    }
    return fields;
  }
}
