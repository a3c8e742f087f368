// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.contract;

import dev.sluice.lab.engine.Capability;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The facts about a test of the kit.
 *
 * @param topic the topic of the contract class, such as {@code Lateness}
 * @param name the method's name, which starts with the rule
 * @param rule the number of the rule that it tests
 * @param kind whether an engine must pass it
 * @param capabilities those that it needs, or whose absence it proves; empty for required tests
 */
public record TestFacts(
    String topic, String name, int rule, Kind kind, List<Capability> capabilities) {

  /** Whether an engine must pass a test. */
  public enum Kind {
    /** Every engine must pass it. */
    REQUIRED,
    /** Every engine that does not decline the capability must pass it. */
    OPTIONAL,
    /** Every engine that declines the capability must pass it. */
    PROOF
  }

  private static final Pattern NAME = Pattern.compile("r(1[0-8]|[1-9])_[a-z][A-Za-z0-9]*");

  /**
   * Reads the facts about a test method of a contract.
   *
   * @throws IllegalArgumentException if the name does not start with a rule
   */
  public static TestFacts of(Method method) {
    Matcher name = NAME.matcher(method.getName());
    if (!name.matches()) {
      throw new IllegalArgumentException(
          method + ": the name has no rule; start it like r9_asItIs");
    }
    Optional<Requires> requires = Optional.ofNullable(method.getAnnotation(Requires.class));
    Optional<ProvesDecline> proves = Optional.ofNullable(method.getAnnotation(ProvesDecline.class));
    return new TestFacts(
        method.getDeclaringClass().getSimpleName().replace("Contract", ""),
        method.getName(),
        Integer.parseInt(name.group(1)),
        proves.isPresent() ? Kind.PROOF : requires.isPresent() ? Kind.OPTIONAL : Kind.REQUIRED,
        proves
            .map(no -> List.of(no.value()))
            .or(() -> requires.map(needs -> List.of(needs.value())))
            .orElse(List.of()));
  }
}
