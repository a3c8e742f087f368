package dev.sluice.engine.config;

import dev.sluice.rules.RuleSet;

/** Reads a rule set from YAML or its subset JSON, and writes the canonical JSON of one. */
public final class RulesFile {

  /**
   * Parses a rule file.
   *
   * @param name what errors call the file
   * @param text its content
   * @throws ConfigException naming file, line, rule, key and the allowed values
   */
  public static RuleSet parse(String name, String text) {
    throw new ConfigException(name, "not read yet");
  }

  /** One line of JSON that {@link #parse} reads back to an equal rule set; keys in fixed order. */
  public static String canonicalJson(RuleSet rules) {
    throw new UnsupportedOperationException();
  }

  /** The text of the default {@code rules.yaml}. */
  public static String defaultRules() {
    throw new UnsupportedOperationException();
  }

  private RulesFile() {}
}
