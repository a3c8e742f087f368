// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.soak;

import dev.sluice.lab.server.JavaBinary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Measurements of a process that would show a leak.
 *
 * @param threads the number of threads
 * @param files the number of open file descriptors
 * @param heapKib the used heap of a JVM after a full collection, in KiB; empty for other programs
 */
record Vitals(long threads, long files, OptionalLong heapKib) {

  private static final Pattern THREADS = Pattern.compile("(?m)^Threads:\\s+(\\d+)");

  /** The serial, parallel and G1 collectors print the used heap, per generation or in total. */
  private static final Pattern USED =
      Pattern.compile("(?:generation|heap|OldGen|YoungGen)\\s.* used (\\d+)K");

  /** Whether this machine supports the measurements. */
  static boolean canBeRead() {
    return Files.isDirectory(Path.of("/proc/self/fd"));
  }

  /** Measures a process; forces a full collection in a JVM first. */
  static Vitals of(long pid, boolean isJava) throws IOException, InterruptedException {
    Path process = Path.of("/proc", Long.toString(pid));
    Matcher threads = THREADS.matcher(Files.readString(process.resolve("status")));
    if (!threads.find()) {
      throw new IOException(process.resolve("status") + ": no line Threads");
    }
    long files;
    try (Stream<Path> open = Files.list(process.resolve("fd"))) {
      files = open.count();
    }
    return new Vitals(
        Long.parseLong(threads.group(1)),
        files,
        isJava ? OptionalLong.of(heap(pid)) : OptionalLong.empty());
  }

  private static long heap(long pid) throws IOException, InterruptedException {
    jcmd(pid, "GC.run");
    String output = jcmd(pid, "GC.heap_info");
    long used = USED.matcher(output).results().mapToLong(m -> Long.parseLong(m.group(1))).sum();
    if (used == 0) {
      throw new IOException("jcmd " + pid + " GC.heap_info: no used heap in: " + output);
    }
    return used;
  }

  private static String jcmd(long pid, String command) throws IOException, InterruptedException {
    Path jcmd = Path.of(JavaBinary.path()).resolveSibling("jcmd");
    Process process =
        new ProcessBuilder(List.of(jcmd.toString(), Long.toString(pid), command))
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("jcmd " + pid + " " + command + ": failed: " + output.strip());
    }
    return output;
  }

  @Override
  public String toString() {
    return "%d threads, %d files%s"
        .formatted(
            threads,
            files,
            heapKib.isPresent()
                ? String.format(Locale.ROOT, ", %,d KiB of heap", heapKib.getAsLong())
                : "");
  }
}
