// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.life;

import dev.sluice.engine.config.ConfigException;
import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.config.Secrets;
import java.io.PrintWriter;
import java.io.StringWriter;

/**
 * Describes failures without showing secrets.
 *
 * @param secrets the texts that are never shown
 */
record FailureText(Secrets secrets) {

  private static final int LONGEST_REASON = 1_000;

  /** For use before a configuration is known, when there are no secrets. */
  static final FailureText WITHOUT_SECRETS = new FailureText(Secrets.NONE);

  static FailureText of(EngineConfig config) {
    return new FailureText(Secrets.of(config));
  }

  /** One line that names the failure, and its root cause if that is a different one. */
  String reason(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    String text = own(failure);
    String cause = root.getMessage();
    if (root != failure && (cause == null || !text.contains(cause))) {
      text += "; caused by " + root;
    }
    String line = secrets.masked(text).replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
    return line.length() <= LONGEST_REASON ? line : line.substring(0, LONGEST_REASON) + "…";
  }

  private static String own(Throwable failure) {
    boolean isOurs = failure.getClass().getName().startsWith("dev.sluice.engine.");
    return isOurs && failure.getMessage() != null ? failure.getMessage() : failure.toString();
  }

  /** The whole stack trace, for the log; empty for a bad configuration. */
  String trace(Throwable failure) {
    if (failure instanceof ConfigException) {
      return "";
    }
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    return secrets.masked(text.toString());
  }
}
