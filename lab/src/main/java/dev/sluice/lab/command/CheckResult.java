package dev.sluice.lab.command;

import java.util.Locale;

/**
 * One line of the doctor.
 *
 * @param verdict whether it is good
 * @param subject what was looked at
 * @param text what was found, and where it is not good what would be right
 */
record CheckResult(Verdict verdict, String subject, String text) {

  /** Whether what was found is good. */
  enum Verdict {
    /** As it should be. */
    OK,
    /** Works, with something to know. */
    NOTE,
    /** {@code compare} cannot work. */
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
