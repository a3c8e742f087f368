// SPDX-License-Identifier: Apache-2.0
package dev.sluice.rules;

/** A compiled condition on the bytes of a text: pure, total, and thread-safe. */
@FunctionalInterface
interface TextCheck {

  /**
   * Whether the text between start and end meets the condition.
   *
   * @param text holds well-formed UTF-8 there; must not be changed
   */
  boolean holds(byte[] text, int start, int end);
}
