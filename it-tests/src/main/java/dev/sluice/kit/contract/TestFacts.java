package dev.sluice.kit.contract;

import dev.sluice.lab.engine.Capability;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a test of the kit says of itself.
 *
 * @param topic the contract class's topic, such as {@code Lateness}
 * @param name the method's name, which begins with the rule
 * @param rule the number of the rule that it tests
 * @param kind whether an engine must pass it
 * @param capabilities what it needs, or whose absence it proves; empty for required tests
 */
public record TestFacts(
    String topic, String name, int rule, Kind kind, List<Capability> capabilities) {

  /** Whether an engine must pass a test. */
  public enum Kind {
    /** Every engine. */
    REQUIRED,
    /** Every engine that does not decline what it is about. */
    OPTIONAL,
    /** Every engine that declines what it is about. */
    PROOF
  }

  private static final Pattern NAME = Pattern.compile("r(1[0-7]|[1-9])_[a-z][A-Za-z0-9]*");

  /**
   * Of a test method of a contract.
   *
   * @throws IllegalArgumentException where the name does not begin with a rule
   */
  public static TestFacts of(Method method) {
    Matcher name = NAME.matcher(method.getName());
    if (!name.matches()) {
      throw new IllegalArgumentException(method + ": the name must say the rule, like r9_asItIs");
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
