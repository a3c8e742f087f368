// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The kernel's statistics of a process or thread: see {@code man 5 proc}.
 *
 * @param name its name, cut to 15 characters by the kernel
 * @param ownTicks its processor time
 * @param childrenTicks the processor time of its children that have ended
 */
public record ProcStat(String name, long ownTicks, long childrenTicks) {

  /** The unit of the kernel's times, the same on every Linux. */
  public static final double TICKS_PER_SECOND = 100;

  private static final int USER_TIME = 11;

  /**
   * Reads one.
   *
   * @param file a {@code stat} file below {@code /proc}
   * @return empty if the process or thread has ended
   */
  public static Optional<ProcStat> read(Path file) {
    try {
      return Optional.of(parse(Files.readString(file)));
    } catch (IOException ended) {
      return Optional.empty();
    }
  }

  static ProcStat parse(String stat) {
    // The name may contain any character, even a parenthesis.
    int nameEnd = stat.lastIndexOf(')');
    String[] fields = stat.substring(nameEnd + 2).split(" ", -1);
    return new ProcStat(
        stat.substring(stat.indexOf('(') + 1, nameEnd),
        Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[USER_TIME + 1]),
        Long.parseLong(fields[USER_TIME + 2]) + Long.parseLong(fields[USER_TIME + 3]));
  }
}
