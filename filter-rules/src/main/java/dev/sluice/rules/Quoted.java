// SPDX-License-Identifier: Apache-2.0
package dev.sluice.rules;

/** Formats a text from outside for an error message: quoted, on one line, and of limited length. */
public final class Quoted {

  private static final int SHOWN = 60;

  /** The text in single quotes; control characters as {@code ?}, and a long text cut. */
  public static String text(String text) {
    StringBuilder shown = new StringBuilder("'");
    int end = Math.min(text.length(), SHOWN);
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      shown.append(Character.isISOControl(c) ? '?' : c);
    }
    return shown.append(end < text.length() ? "…'" : "'").toString();
  }

  private Quoted() {}
}
