// SPDX-License-Identifier: Apache-2.0
package dev.sluice.rules;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Checks one rule, and compiles its conditions into a tree of checks. */
final class RuleCompiler {

  /** How deep conditions may nest; a rule's own condition is level 1. */
  static final int NESTING = 16;

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_-]{0,62}");
  private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,18}");

  private final int index;
  private final Rule rule;

  /**
   * @param index the rule's index in its set, for errors
   */
  RuleCompiler(int index, Rule rule) {
    this.index = index;
    this.rule = rule;
  }

  /**
   * @throws InvalidRuleException naming the first key that cannot be run
   */
  Check compile() {
    if (!NAME.matcher(rule.name()).matches()) {
      throw invalid(
          "name",
          Quoted.text(rule.name())
              + " is not a name; allowed: 1 to 63 of a-z, 0-9, _ and -, starting with a letter");
    }
    return compile(rule.when(), "when", 1);
  }

  InvalidRuleException invalid(String path, String problem) {
    return new InvalidRuleException(index, rule.name(), path, problem);
  }

  /** Refuses an empty list. */
  void requireSome(List<?> items, String path, String what) {
    if (items.isEmpty()) {
      throw invalid(path, "is empty; give one " + what + " or more");
    }
  }

  private Check compile(Condition condition, String parent, int level) {
    String path = parent + "." + condition.key();
    if (level > NESTING) {
      throw invalid(path, "nests deeper than " + NESTING + " conditions");
    }
    if (condition instanceof Condition.All all) {
      return all(each(all.conditions(), path, level));
    }
    if (condition instanceof Condition.Any any) {
      return any(each(any.conditions(), path, level));
    }
    if (condition instanceof Condition.Not not) {
      Check check = compile(not.condition(), path, level + 1);
      return event -> !check.holds(event);
    }
    return onField((Condition.OnField) condition, path);
  }

  private Check[] each(List<Condition> conditions, String path, int level) {
    requireSome(conditions, path, "condition");
    Check[] checks = new Check[conditions.size()];
    for (int i = 0; i < checks.length; i++) {
      checks[i] = compile(conditions.get(i), path + "[" + i + "]", level + 1);
    }
    return checks;
  }

  private static Check all(Check[] checks) {
    return event -> {
      for (Check check : checks) {
        if (!check.holds(event)) {
          return false;
        }
      }
      return true;
    };
  }

  private static Check any(Check[] checks) {
    return event -> {
      for (Check check : checks) {
        if (check.holds(event)) {
          return true;
        }
      }
      return false;
    };
  }

  private Check onField(Condition.OnField condition, String path) {
    Field field = condition.field();
    if (condition instanceof Condition.Missing) {
      return field::absentFrom;
    }
    if (condition instanceof Condition.Between between) {
      requireKind(field, Field.Kind.NUMBER, condition, path);
      return between(between, path);
    }
    if (condition instanceof Condition.OneOf oneOf && field.kind() == Field.Kind.NUMBER) {
      return oneOfNumbers(oneOf, path + ".values");
    }
    requireKind(field, Field.Kind.TEXT, condition, path);
    return field.text(new TextCompiler(this).compile(condition, path));
  }

  private void requireKind(Field field, Field.Kind kind, Condition condition, String path) {
    if (field.kind() != kind) {
      String fitting =
          Arrays.stream(Field.values())
              .filter(each -> each.kind() == kind)
              .map(Field::key)
              .collect(Collectors.joining(", "));
      String is = kind == Field.Kind.TEXT ? " is a number; " : " is a text; ";
      throw invalid(
          path + ".field", field.key() + is + condition.key() + " takes one of " + fitting);
    }
  }

  private Check between(Condition.Between between, String path) {
    if (between.min() == null && between.max() == null) {
      throw invalid(path, "has neither min nor max; give one or both");
    }
    Field field = between.field();
    long min = between.min() == null ? Long.MIN_VALUE : between.min();
    long max = between.max() == null ? Long.MAX_VALUE : between.max();
    if (min > max) {
      throw invalid(path + ".min", min + " is above max, which is " + max + "; swap them");
    }
    return event -> {
      long number = field.number(event);
      return number >= 0 && number >= min && number <= max;
    };
  }

  private Check oneOfNumbers(Condition.OneOf oneOf, String path) {
    requireSome(oneOf.values(), path, "value");
    Field field = oneOf.field();
    long[] sorted = new long[oneOf.values().size()];
    for (int i = 0; i < sorted.length; i++) {
      String value = oneOf.values().get(i);
      if (!isNumber(value)) {
        throw invalid(
            path + "[" + i + "]",
            Quoted.text(value)
                + " is not a value of "
                + field.key()
                + "; allowed: whole numbers of 0 or more, digits only, such as 404");
      }
      sorted[i] = Long.parseLong(value);
    }
    Arrays.sort(sorted);
    return event -> {
      long number = field.number(event); // negative where it is absent, and then not one of them
      return Arrays.binarySearch(sorted, number) >= 0;
    };
  }

  private static boolean isNumber(String text) {
    String largest = Long.toString(Long.MAX_VALUE);
    return NUMBER.matcher(text).matches()
        && (text.length() < largest.length() || text.compareTo(largest) <= 0);
  }
}
