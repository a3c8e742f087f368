// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.operation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Reads the memory that processes have now. */
final class ResidentMemory {

  private static final String KEY = "VmRSS:";
  private static final long KIBI = 1024;

  /**
   * The resident memory of a process and its descendants, in bytes; a process that has ended counts
   * as 0.
   */
  static long bytesOfTree(long pid) {
    return Stream.concat(
            Stream.of(pid),
            ProcessHandle.of(pid).stream()
                .flatMap(ProcessHandle::descendants)
                .map(ProcessHandle::pid))
        .mapToLong(ResidentMemory::bytes)
        .sum();
  }

  private static long bytes(long pid) {
    try {
      return bytes(Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")));
    } catch (IOException ended) {
      return 0;
    }
  }

  /** The value in a process's {@code status} file: see {@code man 5 proc}. */
  static long bytes(List<String> status) {
    return status.stream()
        .filter(line -> line.startsWith(KEY))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * KIBI)
        .findFirst()
        .orElse(0);
  }

  private ResidentMemory() {}
}
