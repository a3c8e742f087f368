package dev.sluice.rules;

/**
 * A condition on a text made ready to be asked of the text's bytes: pure, total, and safe for use
 * by many threads.
 */
@FunctionalInterface
interface TextCheck {

  /**
   * Whether the condition holds for the text between start and end.
   *
   * @param text holds well-formed UTF-8 there; not to be changed
   */
  boolean holds(byte[] text, int start, int end);
}
