// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.command;

import dev.sluice.engine.config.ConfigException;
import dev.sluice.engine.config.FileFault;
import dev.sluice.lab.engine.EngineCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * The folder that a command writes its report to.
 *
 * @param path an existing folder
 */
public record ReportFolder(Path path) {

  private static final DateTimeFormatter RUN =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

  /** The name of a run that started at a time. */
  public static String run(Instant startedAt) {
    return RUN.format(startedAt);
  }

  /**
   * Creates the folder if it does not exist.
   *
   * @param out the value of {@code --out}, or null for the run's default folder
   * @param run the run's name
   * @throws ConfigException if it cannot be created
   */
  public static ReportFolder of(Path out, String run) {
    Path path =
        out != null ? out : EngineCatalog.home().resolve("target").resolve("sluice").resolve(run);
    try {
      return new ReportFolder(Files.createDirectories(path));
    } catch (IOException e) {
      throw new ConfigException("--out", path + ": " + FileFault.reason(path, e));
    }
  }

  /** The path as the user would type it: relative if it is below the working directory. */
  public String shown() {
    Path here = Path.of("").toAbsolutePath();
    Path there = path.toAbsolutePath().normalize();
    return there.startsWith(here) ? here.relativize(there).toString() : there.toString();
  }
}
