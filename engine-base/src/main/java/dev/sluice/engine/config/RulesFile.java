// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.config;

import dev.sluice.rules.RuleSet;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Reads a rule set from YAML 1.2 or its subset JSON, and writes its canonical JSON. The format is
 * described in {@code docs/rules.md}.
 */
public final class RulesFile {

  private static final String DEFAULT = "rules.yaml";

  /**
   * Parses a rule file and checks that it can be run: {@link dev.sluice.rules.Filter#of} accepts
   * the result.
   *
   * @param name the file's name in errors
   * @param text its content
   * @throws ConfigException naming file, line, rule, key and the allowed values
   */
  public static RuleSet parse(String name, String text) {
    return RulesReader.read(name, text);
  }

  /** One line of JSON, keys in fixed order; {@link #parse} reads an equal rule set from it. */
  public static String canonicalJson(RuleSet rules) {
    return RulesJson.write(rules);
  }

  /** The identity of a rule set: the SHA-256 of its canonical JSON in UTF-8, in lower-case hex. */
  public static String sha256(RuleSet rules) {
    return Sha256.hex(canonicalJson(rules));
  }

  /** The text of the default {@code rules.yaml}. */
  public static String defaultRules() {
    try (InputStream in = RulesFile.class.getResourceAsStream(DEFAULT)) {
      if (in == null) {
        throw new IllegalStateException(DEFAULT + " is not beside " + RulesFile.class.getName());
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private RulesFile() {}
}
