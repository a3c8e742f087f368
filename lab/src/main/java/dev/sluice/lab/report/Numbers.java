// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.report;

import java.util.Locale;

/** Formats numbers for readers, the same in every locale. */
public final class Numbers {

  /** A whole number with thousands separators, such as {@code 12,345}. */
  public static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private Numbers() {}
}
