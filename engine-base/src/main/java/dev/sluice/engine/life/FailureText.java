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

  /**
   * One line that names the failure, the first of our own among its causes, which knows what was
   * being done, and its root cause; each only if it is not named already.
   */
  String reason(Throwable failure) {
    String text = own(failure);
    boolean isOursNamed = isOurs(failure);
    Throwable root = failure;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
      if (isOurs(root) && !isOursNamed) {
        isOursNamed = true;
        text = withCause(text, root);
      }
    }
    text = withCause(text, root);
    String line = secrets.masked(text).replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
    return line.length() <= LONGEST_REASON ? line : line.substring(0, LONGEST_REASON) + "…";
  }

  private static String withCause(String text, Throwable cause) {
    String message = cause.getMessage();
    return text.contains(message == null ? cause.toString() : message)
        ? text
        : text + "; caused by " + own(cause);
  }

  private static boolean isOurs(Throwable failure) {
    return failure.getClass().getName().startsWith("dev.sluice.engine.");
  }

  private static String own(Throwable failure) {
    return isOurs(failure) && failure.getMessage() != null
        ? failure.getMessage()
        : failure.toString();
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
