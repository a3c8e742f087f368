// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.input;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.sluice.engine.config.ConfigException;
import java.util.Optional;

/** A prefix that another program put in front of each line, to be removed. */
public final class LinePrefix {

  /** Leaves every line as it is. */
  public static final LinePrefix NONE = new LinePrefix(null);

  private final Pattern pattern;

  private LinePrefix(Pattern pattern) {
    this.pattern = pattern;
  }

  /**
   * The prefix that an RE2 expression matches; takes time linear in a line's length.
   *
   * @param regex null for none
   * @throws ConfigException if it is not a valid one
   */
  public static LinePrefix of(String regex) {
    if (regex == null) {
      return NONE;
    }
    try {
      return new LinePrefix(Pattern.compile(regex));
    } catch (PatternSyntaxException e) {
      throw new ConfigException(
          "--strip-prefix", "'" + regex + "' is not an RE2 expression: " + e.getDescription());
    }
  }

  /** The line without a match at its start; unchanged if there is none, or if it is not UTF-8. */
  byte[] strip(byte[] line) {
    if (pattern == null) {
      return line;
    }
    Optional<String> text = Utf8.decode(line);
    if (text.isEmpty()) {
      return line;
    }
    Matcher matcher = pattern.matcher(text.get());
    return matcher.lookingAt() ? text.get().substring(matcher.end()).getBytes(UTF_8) : line;
  }
}
