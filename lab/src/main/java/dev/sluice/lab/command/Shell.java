// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.command;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Runs programs of this machine, and formats command lines for a user to paste. */
final class Shell {

  private static final long SECONDS = 5;
  private static final Pattern PLAIN = Pattern.compile("[\\w./:=,@%+-]+");

  /** Whether a program exists and exits with code 0 in time. */
  static boolean succeeds(String... command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectOutput(Redirect.DISCARD)
              .redirectError(Redirect.DISCARD)
              .start();
      if (process.waitFor(SECONDS, TimeUnit.SECONDS)) {
        return process.exitValue() == 0;
      }
      process.destroyForcibly();
      return false;
    } catch (IOException noSuchProgram) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Whether this process runs as the superuser. */
  static boolean isRoot() {
    try {
      Process id = new ProcessBuilder("id", "-u").start();
      return "0"
          .equals(new String(id.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip());
    } catch (IOException noSuchProgram) {
      return false;
    }
  }

  /** A command line as it can be typed: words that a shell would change are quoted. */
  static String line(List<String> words) {
    return words.stream()
        .map(word -> PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'")
        .collect(Collectors.joining(" "));
  }

  private Shell() {}
}
