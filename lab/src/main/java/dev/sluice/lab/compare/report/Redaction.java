// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.compare.report;

import java.util.regex.Pattern;

/** Removes secrets from texts that come from outside, such as an engine's last log line. */
final class Redaction {

  private static final Pattern ASSIGNED =
      Pattern.compile(
          "(?i)([\\w.-]*(?:password|passwd|pwd|secret|token|jaas\\.config)[\\w.-]*\"?\\s*[=:]\\s*)"
              + "(\"[^\"]*\"|'[^']*'|[^\\s&,;}]+)");
  private static final Pattern USER_INFO = Pattern.compile("(://)[^/\\s@]+@");

  /** The text with what looks like a secret replaced by {@code ***}; null stays null. */
  static String of(String text) {
    if (text == null) {
      return null;
    }
    return USER_INFO.matcher(ASSIGNED.matcher(text).replaceAll("$1***")).replaceAll("$1***@");
  }

  private Redaction() {}
}
