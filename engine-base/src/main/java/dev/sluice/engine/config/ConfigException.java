package dev.sluice.engine.config;

/** A configuration that cannot be run: exit code 2, one line that names key and value (R13). */
public final class ConfigException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * @param key the key, or the place in a file, that is wrong
   * @param problem what is wrong with its value, and what would be right; never a secret
   */
  public ConfigException(String key, String problem) {
    super(key + ": " + problem);
  }
}
