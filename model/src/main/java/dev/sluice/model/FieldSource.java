// SPDX-License-Identifier: Apache-2.0
package dev.sluice.model;

import java.util.Objects;

/** Where a mapped field comes from (R1). */
public sealed interface FieldSource {

  /**
   * A place in the value.
   *
   * @param format how a time is written; null for every field but {@code event_time}
   * @param first whether the place has an array, whose first element is the field
   * @param textAllowed whether a number may be in a string
   */
  record Member(FieldPath path, TimeFormat format, boolean first, boolean textAllowed)
      implements FieldSource {
    public Member {
      Objects.requireNonNull(path, "path");
    }

    /** A place whose value is not in an array, and has the field's own type. */
    public static Member of(FieldPath path, TimeFormat format) {
      return new Member(path, format, false, false);
    }
  }

  /**
   * The same for every value.
   *
   * @param text a number in decimal digits
   */
  record Constant(String text) implements FieldSource {
    public Constant {
      Objects.requireNonNull(text, "text");
    }
  }
}
