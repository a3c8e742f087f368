// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.command;

import dev.sluice.engine.config.ConfigFile;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;

/** Checks options against their {@link SetsKey} and {@link Within}, and names them in errors. */
final class OptionBounds {

  /** Makes all commands of a line parse numbers with errors in plain words. */
  static void readNumbers(CommandLine line) {
    line.registerConverter(Long.class, text -> whole(text, Long.MIN_VALUE, Long.MAX_VALUE));
    line.registerConverter(long.class, text -> whole(text, Long.MIN_VALUE, Long.MAX_VALUE));
    line.registerConverter(Integer.class, OptionBounds::small);
    line.registerConverter(int.class, OptionBounds::small);
    line.registerConverter(Double.class, OptionBounds::number);
  }

  private static int small(String text) {
    return (int) whole(text, Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  private static long whole(String text, long least, long most) {
    if (!text.matches("[+-]?[0-9]+")) {
      throw new TypeConversionException("'" + text + "' is not a whole number");
    }
    BigInteger number = new BigInteger(text);
    if (number.compareTo(BigInteger.valueOf(least)) < 0
        || number.compareTo(BigInteger.valueOf(most)) > 0) {
      throw new TypeConversionException(
          "'" + text + "' is not a whole number from " + least + " to " + most);
    }
    return number.longValueExact();
  }

  private static double number(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new TypeConversionException("'" + text + "' is not a number");
    }
  }

  /**
   * Checks the value of every option that was typed.
   *
   * @throws ParameterException naming the first option whose value is refused
   */
  static void check(ParseResult line) {
    for (ParseResult parsed = line; parsed != null; parsed = parsed.subcommand()) {
      for (OptionSpec option : parsed.matchedOptions()) {
        Object typed = option.getValue();
        List<?> values = typed instanceof List<?> several ? several : List.of(typed);
        for (Object value : values) {
          Optional<String> refusal = refusal(option, value);
          if (refusal.isPresent()) {
            throw new ParameterException(
                parsed.commandSpec().commandLine(), option.longestName() + ": " + refusal.get());
          }
        }
      }
    }
  }

  private static Optional<String> refusal(OptionSpec option, Object value) {
    Optional<String> byKey =
        annotation(option, SetsKey.class)
            .filter(key -> !key.isCheckedByCommand())
            .flatMap(key -> ConfigFile.refusal(key.value(), asInFile(value)));
    return byKey.isPresent()
        ? byKey
        : annotation(option, Within.class)
            .flatMap(bounds -> refusal(((Number) value).longValue(), bounds));
  }

  private static Optional<String> refusal(long value, Within bounds) {
    if (value >= bounds.least() && value <= bounds.most()) {
      return Optional.empty();
    }
    return Optional.of(
        value
            + " is not a whole number "
            + (bounds.most() == Long.MAX_VALUE
                ? "of " + bounds.least() + " or more"
                : "from " + bounds.least() + " to " + bounds.most()));
  }

  private static Object asInFile(Object value) {
    if (value instanceof MicrosConverter.Micros time) {
      return time.orUnlimited() == null ? "unlimited" : time.orUnlimited();
    }
    return value instanceof Path path ? path.toString() : value;
  }

  /**
   * An error about a key, with the key replaced by the command's option that sets it, if one does.
   *
   * @param problem starts with the key, such as {@code parallelism: …}, or with a key below it,
   *     such as {@code kafka.properties.group.id: …}
   */
  static String named(String problem, CommandSpec command) {
    return command.options().stream()
        .filter(option -> !option.hidden()) // A former name; errors teach the present one.
        .filter(option -> isAbout(problem, key(option)))
        // The most specific one: a key may begin like another one.
        .max(Comparator.comparing(option -> key(option).length()))
        .map(option -> named(problem, option))
        .orElse(problem);
  }

  private static String named(String problem, OptionSpec option) {
    String rest = problem.substring(key(option).length());
    return option.longestName() + (rest.startsWith(".") ? ": " + rest.substring(1) : rest);
  }

  /** Whether an option sets a key of the configuration. */
  static boolean setsKey(OptionSpec option) {
    return annotation(option, SetsKey.class).isPresent();
  }

  private static boolean isAbout(String problem, String key) {
    return problem.startsWith(key + ": ") || problem.startsWith(key + ".");
  }

  private static String key(OptionSpec option) {
    return annotation(option, SetsKey.class).map(SetsKey::value).orElse(option.longestName());
  }

  private static <A extends Annotation> Optional<A> annotation(OptionSpec option, Class<A> type) {
    return option.userObject() instanceof AnnotatedElement field
        ? Optional.ofNullable(field.getAnnotation(type))
        : Optional.empty();
  }

  private OptionBounds() {}
}
