package dev.sluice.rules;

import dev.sluice.model.Event;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A rule set made ready to decide: pure, total, and safe for use by many threads.
 *
 * <p>Deciding takes time linear in the event's size and in the number of rules, and all but
 * independent of how many words, values or ranges a condition lists.
 */
public final class Filter {

  private record Named(Optional<String> name, Check check) {}

  private final List<Named> rules;

  private Filter(List<Named> rules) {
    this.rules = List.copyOf(rules);
  }

  /**
   * Checks and compiles a rule set.
   *
   * @throws InvalidRuleException naming the first rule and key that cannot be run
   */
  public static Filter of(RuleSet rules) {
    List<Named> compiled = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Rule rule : rules.rules()) {
      RuleCompiler compiler = new RuleCompiler(compiled.size(), rule);
      Check check = compiler.compile();
      if (!names.add(rule.name())) {
        throw compiler.invalid("name", "stands twice; every rule has a name of its own");
      }
      compiled.add(new Named(Optional.of(rule.name()), check));
    }
    return new Filter(compiled);
  }

  /** The name of the first rule that drops the event, or empty where none does. Never throws. */
  public Optional<String> drops(Event event) {
    for (Named rule : rules) {
      if (rule.check().holds(event)) {
        return rule.name();
      }
    }
    return Optional.empty();
  }
}
