// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.engine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Samples the resource use of a process and its descendants five times a second until it ends, and
 * keeps the latest values. Thread-safe.
 */
final class ResourceSampler {

  private static final long PERIOD_MILLIS = 200;
  private static final int DESCENDANTS_EVERY = 5;
  private static final boolean HAS_PROC = Files.isReadable(Path.of("/proc/self/status"));

  private final ProcessHandle root;
  private final Map<Long, ResourceUse> uses = new HashMap<>();
  private List<ProcessHandle> descendants = List.of();
  private int samples;

  private ResourceSampler(ProcessHandle root) {
    this.root = root;
  }

  /** Samples a process on a thread of its own until it ends. */
  static ResourceSampler of(ProcessHandle root) {
    ResourceSampler sampler = new ResourceSampler(root);
    Thread thread = new Thread(sampler::run, "resources-of-" + root.pid());
    thread.setDaemon(true);
    thread.start();
    return sampler;
  }

  private void run() {
    try {
      while (root.isAlive()) {
        sample();
        Thread.sleep(PERIOD_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Takes a sample now; the sampler's thread calls this too, and others do when the end is near.
   */
  synchronized void sample() {
    // Looking for descendants reads all processes of the machine, which costs more than the rest.
    if (samples++ % DESCENDANTS_EVERY == 0) {
      descendants = root.descendants().toList();
    }
    Stream.concat(Stream.of(root), descendants.stream()).forEach(this::sample);
  }

  private void sample(ProcessHandle process) {
    ResourceUse before = uses.getOrDefault(process.pid(), ResourceUse.NONE);
    Duration cpu = process.info().totalCpuDuration().orElse(Duration.ZERO);
    long memory = HAS_PROC ? peakOfProc(process.pid()) : residentOfPs(process.pid());
    uses.put(
        process.pid(),
        new ResourceUse(
            cpu.compareTo(before.cpu()) > 0 ? cpu : before.cpu(),
            Math.max(memory, before.peakMemoryBytes())));
  }

  /** The resources used up to the last sample. */
  synchronized ResourceUse use() {
    return uses.values().stream()
        .reduce(
            ResourceUse.NONE,
            (a, b) ->
                new ResourceUse(a.cpu().plus(b.cpu()), a.peakMemoryBytes() + b.peakMemoryBytes()));
  }

  /** The kernel records the peak, so none is missed between two samples. */
  private static long peakOfProc(long pid) {
    try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
      return lines
          .filter(line -> line.startsWith("VmHWM:"))
          .map(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
          .findFirst()
          .orElse(0L);
    } catch (IOException | RuntimeException ended) {
      return 0;
    }
  }

  private static long residentOfPs(long pid) {
    try {
      Process ps = new ProcessBuilder("ps", "-o", "rss=", "-p", Long.toString(pid)).start();
      String kilobytes =
          new String(ps.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
      return kilobytes.isEmpty() ? 0 : Long.parseLong(kilobytes) * 1024;
    } catch (IOException | NumberFormatException unknown) {
      return 0;
    }
  }
}
