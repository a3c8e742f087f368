package dev.sluice.engine.life;

import dev.sluice.engine.config.ConfigException;
import dev.sluice.engine.config.EngineConfig;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Words for what failed, without secrets: drivers and clients promise to keep passwords out of
 * their messages, but a status line and a log go to strangers.
 *
 * @param secrets what is never shown
 */
record FailureText(List<String> secrets) {

  private static final int LONGEST_REASON = 1_000;

  /** Before a configuration is known, there are no secrets either. */
  static final FailureText WITHOUT_SECRETS = new FailureText(List.of());

  static FailureText of(EngineConfig config) {
    return new FailureText(
        Stream.of(
                config.postgres().password(),
                config.kafka().properties().getOrDefault("sasl.jaas.config", ""))
            .filter(secret -> !secret.isBlank())
            .toList());
  }

  /** One line that names the failure, and its root where that is another one. */
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
    String line = masked(text).replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
    return line.length() <= LONGEST_REASON ? line : line.substring(0, LONGEST_REASON) + "…";
  }

  private static String own(Throwable failure) {
    boolean isOurs = failure.getClass().getName().startsWith("dev.sluice.engine.");
    return isOurs && failure.getMessage() != null ? failure.getMessage() : failure.toString();
  }

  /** The whole stack trace, for the log. */
  String trace(Throwable failure) {
    if (failure instanceof ConfigException) {
      return "";
    }
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    return masked(text.toString());
  }

  private String masked(String text) {
    String masked = text;
    for (String secret : secrets) {
      // Whole words alone, or a password like "postgres" would tear every URL apart.
      masked = masked.replaceAll("(?<!\\w)" + Pattern.quote(secret) + "(?!\\w)", "***");
    }
    return masked;
  }
}
