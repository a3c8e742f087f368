// SPDX-License-Identifier: Apache-2.0
package dev.sluice.rules;

import java.util.List;
import java.util.Objects;

/**
 * A condition that a rule puts on an event: a closed family of pure values.
 *
 * <p>A condition on an absent field is false; only {@link Missing} tests for absence. Texts are
 * compared as they are, except by {@link Contains}, which ignores the case of ASCII letters. Number
 * fields take {@link OneOf} with decimal texts, {@link Between} and {@link Missing}. {@link
 * Filter#of} refuses other combinations.
 */
public sealed interface Condition {

  /** The condition's name in rule files, such as {@code one_of}. */
  String key();

  /** A condition on one field's value. */
  sealed interface OnField extends Condition {
    Field field();
  }

  /** The field equals one of the values; written {@code equals} or {@code one_of}. */
  record OneOf(Field field, List<String> values) implements OnField {
    public OneOf {
      Objects.requireNonNull(field, "field");
      values = List.copyOf(values);
    }

    @Override
    public String key() {
      return "one_of";
    }
  }

  /** The field begins with one of the texts. */
  record Prefix(Field field, List<String> values) implements OnField {
    public Prefix {
      Objects.requireNonNull(field, "field");
      values = List.copyOf(values);
    }

    @Override
    public String key() {
      return "prefix";
    }
  }

  /** The field ends with one of the texts. */
  record Suffix(Field field, List<String> values) implements OnField {
    public Suffix {
      Objects.requireNonNull(field, "field");
      values = List.copyOf(values);
    }

    @Override
    public String key() {
      return "suffix";
    }
  }

  /** The field holds one of the words anywhere, ASCII case ignored. */
  record Contains(Field field, List<String> words) implements OnField {
    public Contains {
      Objects.requireNonNull(field, "field");
      words = List.copyOf(words);
    }

    @Override
    public String key() {
      return "contains";
    }
  }

  /** The RE2 expression is found somewhere in the field. */
  record Matches(Field field, String regex) implements OnField {
    public Matches {
      Objects.requireNonNull(field, "field");
      Objects.requireNonNull(regex, "regex");
    }

    @Override
    public String key() {
      return "matches";
    }
  }

  /** The field is an IPv4 or IPv6 address within one of the ranges, in CIDR notation. */
  record InRange(Field field, List<String> cidrs) implements OnField {
    public InRange {
      Objects.requireNonNull(field, "field");
      cidrs = List.copyOf(cidrs);
    }

    @Override
    public String key() {
      return "in_range";
    }
  }

  /**
   * The number is between the bounds, both included.
   *
   * @param min or null for no lower bound
   * @param max or null for no upper bound
   */
  record Between(Field field, Long min, Long max) implements OnField {
    public Between {
      Objects.requireNonNull(field, "field");
    }

    @Override
    public String key() {
      return "between";
    }
  }

  /** The field is absent. */
  record Missing(Field field) implements OnField {
    public Missing {
      Objects.requireNonNull(field, "field");
    }

    @Override
    public String key() {
      return "missing";
    }
  }

  /** All of the conditions hold. */
  record All(List<Condition> conditions) implements Condition {
    public All {
      conditions = List.copyOf(conditions);
    }

    @Override
    public String key() {
      return "all";
    }
  }

  /** At least one of the conditions holds. */
  record Any(List<Condition> conditions) implements Condition {
    public Any {
      conditions = List.copyOf(conditions);
    }

    @Override
    public String key() {
      return "any";
    }
  }

  /** The condition does not hold. */
  record Not(Condition condition) implements Condition {
    public Not {
      Objects.requireNonNull(condition, "condition");
    }

    @Override
    public String key() {
      return "not";
    }
  }
}
