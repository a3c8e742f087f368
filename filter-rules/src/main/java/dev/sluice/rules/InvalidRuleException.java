// SPDX-License-Identifier: Apache-2.0
package dev.sluice.rules;

/**
 * Thrown for a rule that cannot be run. The message is one line with the rule, the key, what is
 * wrong and what is allowed.
 */
public final class InvalidRuleException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int index;
  private final String rule;
  private final String path;
  private final String problem;

  InvalidRuleException(int index, String rule, String path, String problem) {
    super("rule " + Quoted.text(rule) + ": " + path + ": " + problem);
    this.index = index;
    this.rule = rule;
    this.path = path;
    this.problem = problem;
  }

  /** The rule's index in its set, from zero. */
  public int index() {
    return index;
  }

  /** The rule's name as it was given, which may itself be wrong. */
  public String rule() {
    return rule;
  }

  /**
   * The path of the wrong key within the rule, such as {@code name} or {@code
   * when.not.in_range.cidrs[3]}.
   */
  public String path() {
    return path;
  }

  /** What is wrong with the key's value, and what is allowed. */
  public String problem() {
    return problem;
  }
}
