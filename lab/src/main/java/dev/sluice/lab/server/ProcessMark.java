// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * Identifies a process by its id and its start, so that a later one with the same id differs.
 *
 * @param pid the process id
 * @param start when it started, as {@link #startOf} writes it; only for comparing
 */
record ProcessMark(long pid, String start) {

  private static final String UNKNOWN = "unknown";

  /** The mark of a process that runs now; one that has ended gets a mark that matches nothing. */
  static ProcessMark of(long pid) {
    return new ProcessMark(pid, startOf(pid).orElse(UNKNOWN));
  }

  /** The process, if it still runs and is the same one. */
  Optional<ProcessHandle> find() {
    return startOf(pid).filter(start::equals).flatMap(same -> ProcessHandle.of(pid));
  }

  /**
   * When a process started, or empty where there is none. On Linux that is in ticks since a boot:
   * an instant there is computed from the clock, and moves when the clock is set.
   */
  private static Optional<String> startOf(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      String boot = Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
      // The name, in parentheses, may itself hold blanks and parentheses; field 3 follows the last.
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      return Optional.of(boot + ":" + fields[22 - 3]);
    } catch (IOException | RuntimeException noProcFile) {
      return ProcessHandle.of(pid).flatMap(p -> p.info().startInstant()).map(Instant::toString);
    }
  }

  @Override
  public String toString() {
    return pid + " " + start;
  }

  /** Reads what {@link #toString} wrote, or empty where it is something else. */
  static Optional<ProcessMark> parse(String text) {
    String[] words = text.strip().split(" ", -1);
    try {
      return words.length == 2
          ? Optional.of(new ProcessMark(Long.parseLong(words[0]), words[1]))
          : Optional.empty();
    } catch (NumberFormatException notAMark) {
      return Optional.empty();
    }
  }
}
