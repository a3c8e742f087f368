// SPDX-License-Identifier: Apache-2.0
package dev.sluice.model;

import java.util.Locale;

/**
 * Why a record is malformed: a closed list, in order. Where a record has two defects, the first of
 * the list is its reason (R3).
 */
public enum Reason {
  /** The record has no value (a tombstone). */
  NULL_VALUE,
  /** The value has no bytes. */
  EMPTY_VALUE,
  /** The value has more than {@link Limits#RECORD_BYTES} bytes. */
  RECORD_TOO_LARGE,
  /** The value is not well-formed UTF-8 (RFC 3629: no overlong forms, no surrogates). */
  NOT_UTF8,
  /** The value begins with a byte order mark. */
  BYTE_ORDER_MARK,
  /** The value is not one JSON text (RFC 8259), or something follows it. */
  NOT_JSON,
  /** The value is JSON, nested deeper than {@link Limits#NESTING}. */
  NESTED_TOO_DEEP,
  /** A number, anywhere, is written with more than {@link Limits#NUMBER_LENGTH} characters. */
  NUMBER_TOO_LONG,
  /** The value is JSON, but not an object. */
  NOT_AN_OBJECT,
  /** A field of the model occurs twice in the object. */
  DUPLICATE_FIELD,
  /** A required field is absent or null. */
  MISSING_FIELD,
  /** A field has another JSON type than the model requires. */
  WRONG_TYPE,
  /** A text holds U+0000 or a lone surrogate, which Postgres cannot keep. */
  UNSTORABLE_TEXT,
  /** A required text, or an {@code event_id}, is empty. */
  EMPTY_FIELD,
  /** A text is longer than its limit in {@link Limits}. */
  FIELD_TOO_LONG,
  /** {@code event_time} is not an RFC 3339 date-time, or is outside the years 0001 to 9999. */
  BAD_TIME,
  /** {@code status} or {@code bytes} is not a whole number, or is out of its range. */
  BAD_NUMBER,
  /** The event time is further ahead of the record timestamp than the allowed skew (R5). */
  FROM_THE_FUTURE;

  private final String code = name().toLowerCase(Locale.ROOT);

  /** The name in tables, vectors and reports, such as {@code not_json}. */
  public String code() {
    return code;
  }

  /**
   * The bit of this reason in a set of reasons; the lowest bit of a set is the first of the list.
   */
  @SuppressWarnings("EnumOrdinal") // the order is that of the list
  int bit() {
    return 1 << ordinal();
  }
}
