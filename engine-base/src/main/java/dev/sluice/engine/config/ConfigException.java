// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.config;

/**
 * Reports a configuration that cannot be run: exit code 2, one line that names key and value (R13).
 */
public final class ConfigException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String key;
  private final String problem;

  /**
   * @param key the key, or the place in a file, that is wrong
   * @param problem what is wrong with its value, and what would be right; never a secret
   */
  public ConfigException(String key, String problem) {
    super(key + ": " + problem);
    this.key = key;
    this.problem = problem;
  }

  /** The key, or the place in a file. */
  public String key() {
    return key;
  }

  /** What is wrong, without the key; for a caller that uses another name for the key. */
  public String problem() {
    return problem;
  }
}
