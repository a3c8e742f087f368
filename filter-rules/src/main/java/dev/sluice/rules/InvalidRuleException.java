package dev.sluice.rules;

/**
 * A rule that cannot be run. The message is one line that names rule and key, says what is wrong,
 * and what would be right.
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

  /** The rule's place in its set, from zero. */
  public int index() {
    return index;
  }

  /** The rule's name as it was given, which may be what is wrong. */
  public String rule() {
    return rule;
  }

  /**
   * Which key is wrong, from the rule on: {@code name}, or such as {@code
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
