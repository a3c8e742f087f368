// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.report;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * The machine of a run.
 *
 * @param cores how many this process may use
 * @param memoryBytes of the machine or the container
 * @param os name, version and architecture
 * @param java version and vendor
 * @param cpu the processor's model, or its architecture if the system does not report it
 */
public record Machine(int cores, long memoryBytes, String os, String java, String cpu) {

  private static final double GIBI = 1024.0 * 1024 * 1024;
  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

  /** This machine. */
  public static Machine here() {
    long memory =
        ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
            ? system.getTotalMemorySize()
            : 0;
    return new Machine(
        Runtime.getRuntime().availableProcessors(),
        memory,
        "%s %s %s"
            .formatted(
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                System.getProperty("os.arch")),
        "%s (%s)".formatted(System.getProperty("java.version"), System.getProperty("java.vendor")),
        processor());
  }

  /** What it is, in short texts. */
  List<String> shown() {
    return List.of(
        cores + (cores == 1 ? " core" : " cores"),
        cpu,
        String.format(Locale.ROOT, "%.0f GiB", memoryBytes / GIBI),
        os,
        "Java " + java);
  }

  private static String processor() {
    List<String> lines;
    try {
      lines = Files.isReadable(CPU_INFO) ? Files.readAllLines(CPU_INFO) : List.of();
    } catch (IOException e) {
      lines = List.of(); // a report does not need the processor's name
    }
    return lines.stream()
        .filter(line -> line.startsWith("model name"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse(System.getProperty("os.arch"));
  }
}
