// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.profile;

import dev.sluice.bench.measure.ProcStat;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/**
 * The processor time of a process's threads at their last sample, including threads that have ended
 * since. Not thread-safe.
 */
final class ThreadTimes {

  private final Path threads;
  private final Map<Path, ProcStat> last = new HashMap<>();

  ThreadTimes(long pid) {
    this.threads = Path.of("/proc", Long.toString(pid), "task");
  }

  /** Samples all running threads; none if the process has ended. */
  void look() throws IOException {
    try (DirectoryStream<Path> running = Files.newDirectoryStream(threads)) {
      for (Path thread : running) {
        ProcStat.read(thread.resolve("stat")).ifPresent(stat -> add(thread, stat));
      }
    } catch (NoSuchFileException | DirectoryIteratorException ended) {
      // What was seen before stays.
    }
  }

  /** Adds the sample of a thread. */
  void add(Path thread, ProcStat stat) {
    last.put(thread, stat);
  }

  /** Seconds by kind; every kind is present. */
  Map<ThreadKind, Double> seconds() {
    Map<ThreadKind, Double> seconds = new EnumMap<>(ThreadKind.class);
    for (ThreadKind kind : ThreadKind.values()) {
      long ticks =
          last.values().stream()
              .filter(stat -> ThreadKind.of(stat.name()) == kind)
              .mapToLong(ProcStat::ownTicks)
              .sum();
      seconds.put(kind, ticks / ProcStat.TICKS_PER_SECOND);
    }
    return seconds;
  }
}
