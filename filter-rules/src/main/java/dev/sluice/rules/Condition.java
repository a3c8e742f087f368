package dev.sluice.rules;

import java.util.List;

/**
 * What a rule asks of an event: a closed family of pure values.
 *
 * <p>A condition on an absent field is false; {@link Missing} is the one way to ask for absence.
 * Texts are compared as they are, except by {@link Contains}, for which the ASCII letters A to Z
 * equal a to z. Number fields take {@link OneOf} with decimal texts, {@link Between} and {@link
 * Missing}.
 */
public sealed interface Condition {

  /** The field equals one of the values; written {@code equals} or {@code one_of}. */
  record OneOf(Field field, List<String> values) implements Condition {
    public OneOf {
      values = List.copyOf(values);
    }
  }

  /** The field begins with one of the texts. */
  record Prefix(Field field, List<String> values) implements Condition {
    public Prefix {
      values = List.copyOf(values);
    }
  }

  /** The field ends with one of the texts. */
  record Suffix(Field field, List<String> values) implements Condition {
    public Suffix {
      values = List.copyOf(values);
    }
  }

  /** The field holds one of the words anywhere, ASCII case ignored. */
  record Contains(Field field, List<String> words) implements Condition {
    public Contains {
      words = List.copyOf(words);
    }
  }

  /** The RE2 expression is found somewhere in the field. */
  record Matches(Field field, String regex) implements Condition {}

  /** The field is an IPv4 or IPv6 address within one of the ranges, in CIDR notation. */
  record InRange(Field field, List<String> cidrs) implements Condition {
    public InRange {
      cidrs = List.copyOf(cidrs);
    }
  }

  /**
   * The number lies between the bounds, both included.
   *
   * @param min or null for no lower bound
   * @param max or null for no upper bound
   */
  record Between(Field field, Long min, Long max) implements Condition {}

  /** The field is absent. */
  record Missing(Field field) implements Condition {}

  /** Every one of the conditions holds. */
  record All(List<Condition> conditions) implements Condition {
    public All {
      conditions = List.copyOf(conditions);
    }
  }

  /** At least one of the conditions holds. */
  record Any(List<Condition> conditions) implements Condition {
    public Any {
      conditions = List.copyOf(conditions);
    }
  }

  /** The condition does not hold. */
  record Not(Condition condition) implements Condition {}
}
