// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.certify;

import dev.sluice.engine.config.ConfigException;
import dev.sluice.kit.Conformance;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** The options that choose which of the kit's tests to run; a mixin. */
final class TestChoice {

  @Option(
      names = "--only",
      paramLabel = "REGEX",
      description =
          "Only the tests whose name starts with a match, such as r9_ or r4_.*Late; 'r4_|r5_' for"
              + " several.")
  private String only;

  @Option(
      names = "--topic",
      paramLabel = "NAME",
      description = "Only the tests of this topic, such as Start or Fault.")
  private String topic;

  /** Whether all tests are to be run. */
  boolean isWholeKit() {
    return only == null && topic == null;
  }

  /** The value of {@code --only}. */
  Optional<String> pattern() {
    return Optional.ofNullable(only);
  }

  /**
   * Which tests to run, by method name.
   *
   * @throws ConfigException if the pattern is wrong, or if there is no such topic
   */
  Predicate<String> tests() {
    Predicate<String> ofTopic = topic == null ? test -> true : testsOf(topic)::contains;
    if (only == null) {
      return ofTopic;
    }
    try {
      Pattern pattern = Pattern.compile(only);
      return ofTopic.and(test -> pattern.matcher(test).lookingAt());
    } catch (PatternSyntaxException e) {
      throw new ConfigException("--only", only + " is not a regular expression: " + e.getMessage());
    }
  }

  /** The error if the engines run none of the chosen tests. */
  ConfigException matchesNothing() {
    return new ConfigException(
        only == null ? "--topic" : "--only",
        (only == null ? topic : only)
            + " matches no test that runs on these engines; docs/conformance.md lists the tests");
  }

  private static Set<String> testsOf(String topic) {
    Class<?>[] topics = Conformance.class.getDeclaredClasses();
    return Arrays.stream(topics)
        .filter(each -> each.getSimpleName().equals(topic))
        .findFirst()
        .map(Class::getSuperclass)
        .map(
            contract ->
                Arrays.stream(contract.getDeclaredMethods())
                    .map(Method::getName)
                    .collect(Collectors.toSet()))
        .orElseThrow(
            () ->
                new ConfigException(
                    "--topic",
                    topic
                        + " is not a topic; use one of "
                        + Arrays.stream(topics)
                            .map(Class::getSimpleName)
                            .sorted()
                            .collect(Collectors.joining(", "))));
  }
}
