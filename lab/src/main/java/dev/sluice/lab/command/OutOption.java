// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.command;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option for the folder that a command writes its report to. */
public final class OutOption {

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "The folder for the report (default: below target/sluice, with the time in its name).")
  private Path out;

  /**
   * The folder that was given, or the run's own. Creates it if it does not exist.
   *
   * @param run the run's name
   * @throws dev.sluice.engine.config.ConfigException if it cannot be created
   */
  public ReportFolder folder(String run) {
    return ReportFolder.of(out, run);
  }
}
