// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.command;

import java.util.Locale;

/**
 * One line of the doctor's output.
 *
 * @param verdict whether it is good
 * @param subject what was checked
 * @param text what was found and, if that is not good, what is needed
 */
record CheckResult(Verdict verdict, String subject, String text) {

  /** Whether what was found is good. */
  enum Verdict {
    /** As it should be. */
    OK,
    /** Works, but the user should know something. */
    NOTE,
    /** {@code compare} cannot work without it. */
    LACKS
  }

  static CheckResult ok(String subject, String text) {
    return new CheckResult(Verdict.OK, subject, text);
  }

  static CheckResult note(String subject, String text) {
    return new CheckResult(Verdict.NOTE, subject, text);
  }

  static CheckResult lacks(String subject, String text) {
    return new CheckResult(Verdict.LACKS, subject, text);
  }

  String line() {
    String mark = verdict.name().toLowerCase(Locale.ROOT);
    return String.format(Locale.ROOT, "%-5s  %-10s  %s", mark, subject, text);
  }
}
