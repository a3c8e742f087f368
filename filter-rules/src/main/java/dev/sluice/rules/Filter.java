package dev.sluice.rules;

import dev.sluice.model.Event;
import java.util.Optional;

/** A rule set made ready to decide: pure, total, and safe for use by many threads. */
public final class Filter {

  /** Compiles a rule set. */
  public static Filter of(RuleSet rules) {
    return new Filter();
  }

  /** The name of the first rule that drops the event, or empty where none does. */
  public Optional<String> drops(Event event) {
    return Optional.empty();
  }
}
