// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.measure;

import dev.sluice.lab.engine.ClassArchive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A JVM's log of its collections, from which its allocations follow: the growth of the heap between
 * collections, and from the last one to the end of the process.
 */
public final class GcLog {

  private static final Pattern COLLECTION =
      Pattern.compile("GC\\(\\d+\\) Pause .* (\\d+)([KMG])->(\\d+)([KMG])\\(");

  private static final Pattern AT_EXIT =
      Pattern.compile("(?:generation|DefNew|Tenured|heap|OldGen|YoungGen)\\s.* used (\\d+)K");

  private final Path file;

  /**
   * @param file where the log will be written
   */
  public GcLog(Path file) {
    this.file = file;
  }

  /**
   * The environment variables to start a JVM with; other programs ignore them.
   *
   * @param more additional options for the JVM
   */
  public Map<String, String> environment(List<String> more) {
    String own = System.getenv().getOrDefault(ClassArchive.VARIABLE, "");
    // The heap at exit is logged by gc+heap+exit up to JDK 24, and by gc+exit since then.
    String log = "-Xlog:gc,gc+exit*:file=" + file + ":none";
    return Map.of(
        ClassArchive.VARIABLE, String.join(" ", own, log, String.join(" ", more)).strip());
  }

  /** The allocated bytes; empty if there is no log because the process was not a JVM. */
  public OptionalLong allocated() throws IOException {
    if (!Files.exists(file)) {
      return OptionalLong.empty();
    }
    return allocated(Files.readAllLines(file));
  }

  static OptionalLong allocated(List<String> lines) {
    long allocated = 0;
    long left = 0;
    long atExit = 0;
    for (String line : lines) {
      Matcher collection = COLLECTION.matcher(line);
      Matcher exit = AT_EXIT.matcher(line);
      if (collection.find()) {
        allocated += bytes(collection.group(1), collection.group(2)) - left;
        left = bytes(collection.group(3), collection.group(4));
      } else if (exit.find()) {
        atExit += bytes(exit.group(1), "K");
      }
    }
    return atExit == 0
        ? OptionalLong.empty()
        : OptionalLong.of(allocated + Math.max(0, atExit - left));
  }

  private static long bytes(String number, String unit) {
    return Long.parseLong(number)
        << switch (unit) {
          case "K" -> 10;
          case "M" -> 20;
          default -> 30;
        };
  }
}
